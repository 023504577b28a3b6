use std::hash::{BuildHasher, RandomState};

/// Assigns numbers to names. Each pair of a space (a namespace, a type …) and a name gets the next number on first use.
///
/// Replaces `HashMap<(u32, String), u32>` because build scripts are unoptimized: a look-up in the standard map takes
/// several times as long, and resolving Graph's metadata needs 60,000. Nothing iterates over the slots, so output
/// cannot depend on the seed; the seed prevents prepared collisions.
#[derive(Clone, Debug)]
pub(super) struct NameTable {
    seed: u64,
    text: Vec<u8>,
    entries: Vec<Entry>,
    /// The length is a power of two and at least twice the number of entries.
    slots: Vec<Slot>,
}

/// A free slot has the number 0. Others have the number of their entry + 1, and some bits of its hash to avoid most
/// comparisons with other entries.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Slot {
    number: u32,
    tag: u32,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u64,
    space: u32,
    length: u32,
    start: usize,
}

/// The hash of a name, for look-ups in several spaces of the same [`NameTable`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Hash(u64);

impl Default for NameTable {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl NameTable {
    /// Creates a table with capacity for `entries` names.
    pub(super) fn with_capacity(entries: usize) -> Self {
        Self {
            seed: RandomState::new().hash_one(0u8),
            text: Vec::with_capacity(entries * 16),
            entries: Vec::with_capacity(entries),
            slots: vec![Slot::default(); (entries * 2).next_power_of_two().max(16)],
        }
    }

    /// Hashes a name.
    pub(super) fn hash(&self, name: &str) -> Hash {
        let (words, rest) = name.as_bytes().as_chunks::<8>();
        let mut hash = self.seed ^ name.len() as u64;
        let mut at = 0;
        while at < words.len() {
            hash = scramble(hash ^ u64::from_le_bytes(words[at]));
            at += 1;
        }
        let mut last = 0;
        let mut at = 0;
        while at < rest.len() {
            last = (last << 8) | rest[at] as u64;
            at += 1;
        }
        Hash(scramble(hash ^ last))
    }

    /// Returns the hash of a numbered name.
    pub(super) fn hash_of(&self, number: u32) -> Hash {
        Hash(self.entries[number as usize].hash)
    }

    /// Returns the number of a name.
    pub(super) fn find(&self, space: u32, name: &str) -> Option<u32> {
        self.find_hashed(space, self.hash(name), name)
    }

    /// Returns the number of a name whose hash is known.
    pub(super) fn find_hashed(&self, space: u32, hash: Hash, name: &str) -> Option<u32> {
        match self.slots[self.slot(space, hash, name)].number {
            0 => None,
            number => Some(number - 1),
        }
    }

    /// Returns the number of a name, which is added if necessary, and whether it is new.
    pub(super) fn insert(&mut self, space: u32, name: &str) -> (u32, bool) {
        self.insert_hashed(space, self.hash(name), name)
    }

    /// Like [`insert`](Self::insert), for a name whose hash is known.
    pub(super) fn insert_hashed(&mut self, space: u32, hash: Hash, name: &str) -> (u32, bool) {
        let mut slot = self.slot(space, hash, name);
        if self.slots[slot].number != 0 {
            return (self.slots[slot].number - 1, false);
        }
        if (self.entries.len() + 1) * 2 > self.slots.len() {
            self.grow();
            slot = self.slot(space, hash, name);
        }
        let number = self.entries.len() as u32;
        let start = self.text.len();
        self.text.extend_from_slice(name.as_bytes());
        self.entries.push(Entry { hash: hash.0, space, length: name.len() as u32, start });
        self.slots[slot] = Slot { number: number + 1, tag: tag(mix(space, hash.0)) };
        (number, true)
    }

    /// Returns the slot of a name, or the free slot for it.
    fn slot(&self, space: u32, hash: Hash, name: &str) -> usize {
        let mask = self.slots.len() - 1;
        let mixed = mix(space, hash.0);
        let tag = tag(mixed);
        let mut at = mixed as usize & mask;
        loop {
            let slot = self.slots[at];
            if slot.number == 0 {
                return at;
            }
            if slot.tag == tag {
                let entry = &self.entries[slot.number as usize - 1];
                if entry.hash == hash.0
                    && entry.space == space
                    && self.text[entry.start..entry.start + entry.length as usize] == *name.as_bytes()
                {
                    return at;
                }
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        self.slots = vec![Slot::default(); mask + 1];
        let mut number = 0;
        while number < self.entries.len() {
            let entry = &self.entries[number];
            let mixed = mix(entry.space, entry.hash);
            let mut at = mixed as usize & mask;
            while self.slots[at].number != 0 {
                at = (at + 1) & mask;
            }
            number += 1;
            self.slots[at] = Slot { number: number as u32, tag: tag(mixed) };
        }
    }
}

fn scramble(hash: u64) -> u64 {
    let hash = hash.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

fn mix(space: u32, hash: u64) -> u64 {
    scramble(hash ^ (space as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

fn tag(mixed: u64) -> u32 {
    (mixed >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::NameTable;

    #[test]
    fn names_keep_their_numbers_in_each_space() {
        let mut names = NameTable::default();
        for space in 0..7 {
            for name in 0..300 {
                assert_eq!(names.insert(space, &format!("name{name}")), (space * 300 + name, true));
            }
        }
        assert_eq!(names.insert(3, "name17"), (917, false));
        assert_eq!(names.find(6, "name299"), Some(2099));
        assert_eq!(names.find(7, "name299"), None);
        assert_eq!(names.find(0, "Name1"), None);
    }
}
