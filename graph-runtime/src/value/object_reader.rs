//! Objects, without the types of their properties.

use std::{
    any::{Any, TypeId},
    rc::Rc,
    sync::Arc,
};

use super::{
    extra::{Extra, entry_size},
    json::{JsonError, JsonReader},
    property_reader::{PropertyReader, ReadSlot},
    slot::Slot,
};

/// What reading needs to know of a [`Structured`](super::Structured) type.
#[derive(Clone, Copy, Debug)]
pub(super) struct ObjectType {
    pub(super) id: TypeId,
    /// The qualified name, which `@odata.type` may repeat.
    pub(super) type_name: &'static str,
    /// The names of the properties on the wire.
    pub(super) names: &'static [&'static str],
    /// Builds a value.
    pub(super) build: fn(&mut PropertyReader<'_>) -> Arc<dyn Any + Send + Sync>,
    /// The memory that a value takes.
    pub(super) size: usize,
}

/// The types that a reader has met.
///
/// Readers of a type's properties are known only to the expression that builds a value. It runs once for each type, on
/// the first object.
#[derive(Debug, Default)]
pub(crate) struct ObjectTables {
    tables: Vec<ObjectTable>,
}

#[derive(Debug)]
struct ObjectTable {
    id: TypeId,
    readers: Rc<[ReadSlot]>,
    /// A value without properties. Objects without values share it.
    empty: Arc<dyn Any + Send + Sync>,
    /// The index of the property that followed each property in the last object; the first entry is for the first
    /// property. Services send properties in one order, and leave some out.
    followers: Vec<u16>,
}

impl ObjectTables {
    /// Returns the number of types.
    pub(super) const fn len(&self) -> usize {
        self.tables.len()
    }

    /// Returns the index of a type's table.
    fn index(&mut self, of: &ObjectType) -> usize {
        if let Some(index) = self.tables.iter().position(|table| table.id == of.id) {
            return index;
        }
        let mut readers = Vec::with_capacity(of.names.len());
        let empty = (of.build)(&mut PropertyReader::collecting(&mut readers));
        let followers = (0..=of.names.len()).map(|index| u16::try_from(index).unwrap_or(u16::MAX)).collect();
        self.tables.push(ObjectTable { id: of.id, readers: readers.into(), empty, followers });
        self.tables.len() - 1
    }
}

impl JsonReader<'_> {
    /// Reads an object. Any other value than `null` is kept as text, with an empty value.
    pub(super) fn object(&mut self, of: &ObjectType) -> Result<Slot, JsonError> {
        match self.peek() {
            b'{' => {}
            b'n' => {
                self.token()?;
                return Ok(Slot::Null);
            }
            _ => return self.whole(of),
        }
        self.enter()?;
        let table = self.spare().tables.index(of);
        let base = self.spare().slots.len();
        self.spare().slots.resize_with(base + of.names.len(), Slot::default);
        let mut extra = Extra::new();
        if !self.is_empty(b'}') {
            self.properties(of, table, base, &mut extra)?;
        }
        self.leave();
        let has_values = self.move_odd_values(of, base, &mut extra)?;
        self.charge(extra.fixed_size())?;
        extra.limit_memory(self.memory_limit());
        if self.accepts_numbers_in_text() {
            extra.accept_numbers_in_text();
        }
        let value = if has_values {
            self.charge(of.size)?;
            let slots = &mut self.spare().slots;
            let base = base.min(slots.len());
            // Values move out, so that no destructors run for the slots.
            (of.build)(&mut PropertyReader::of(slots.drain(base..)))
        } else {
            self.spare().slots.truncate(base);
            self.empty(of, table)
        };
        Ok(Slot::Object(value, extra))
    }

    /// Keeps a value that is not an object.
    pub(super) fn whole(&mut self, of: &ObjectType) -> Result<Slot, JsonError> {
        if self.is_strict() {
            return Err(self.refused(self.position(), "expected an object".to_owned()));
        }
        let raw = self.raw()?;
        let table = self.spare().tables.index(of);
        let mut extra = Extra::new();
        extra.set_whole(raw.into());
        extra.limit_memory(self.memory_limit());
        if self.accepts_numbers_in_text() {
            extra.accept_numbers_in_text();
        }
        self.charge(raw.len() + extra.fixed_size())?;
        Ok(Slot::Object(self.empty(of, table), extra))
    }

    fn empty(&mut self, of: &ObjectType, table: usize) -> Arc<dyn Any + Send + Sync> {
        match self.spare().tables.tables.get(table) {
            Some(table) => Arc::clone(&table.empty),
            None => (of.build)(&mut PropertyReader::empty()),
        }
    }

    /// Reads the properties of an object into slots. A repeated property replaces the earlier value.
    fn properties(&mut self, of: &ObjectType, table: usize, base: usize, extra: &mut Extra) -> Result<(), JsonError> {
        let Some(known) = self.spare().tables.tables.get_mut(table) else { return Ok(()) };
        let readers = Rc::clone(&known.readers);
        // An object within this one that has the same type finds no followers, and leaves none.
        let mut followers = std::mem::take(&mut known.followers);
        let result = self.read_properties(of, &readers, &mut followers, base, extra);
        if let Some(known) = self.spare().tables.tables.get_mut(table) {
            known.followers = followers;
        }
        result
    }

    fn read_properties(
        &mut self,
        of: &ObjectType,
        readers: &[ReadSlot],
        followers: &mut [u16],
        base: usize,
        extra: &mut Extra,
    ) -> Result<(), JsonError> {
        let (mut last, depth) = (0, self.depth());
        loop {
            let expected = followers.get(last).map_or(last, |index| usize::from(*index));
            let index = match of.names.get(expected) {
                Some(name) if self.is_name(name) => Some(expected),
                _ => self.find_name(of, expected, extra)?,
            };
            if let Some(index) = index {
                if index != expected
                    && let Some(follower) = followers.get_mut(last)
                {
                    *follower = u16::try_from(index).unwrap_or(u16::MAX);
                }
                last = index + 1;
                let start = self.position();
                // There is a reader for each name, unless the implementation is handwritten and inconsistent.
                let slot = match readers.get(index) {
                    Some(read) => read(self)?,
                    None => Slot::Misfit(Box::default()),
                };
                let slot = if let Slot::Misfit(_) = slot {
                    if self.is_strict() {
                        return Err(self.misfit_error(start));
                    }
                    // The reader may have stopped within nested objects and arrays.
                    self.spare().slots.truncate(base + of.names.len());
                    self.go_back(start, depth);
                    self.slot_of_misfit()?
                } else {
                    slot
                };
                if let Some(place) = self.spare().slots.get_mut(base + index) {
                    *place = slot;
                }
            }
            if !self.next_entry(b'}')? {
                return Ok(());
            }
        }
    }

    /// Reads a name, and returns its index among the declared names, or keeps the property in `extra`.
    ///
    /// Names are compared from the expected one on.
    fn find_name(&mut self, of: &ObjectType, expected: usize, extra: &mut Extra) -> Result<Option<usize>, JsonError> {
        let at = self.position();
        let name = self.name()?;
        if let Ok(name) = &name {
            // Most names differ in length, which is cheaper to compare.
            let is_same = |known: &&str| known.len() == name.len() && *known == name;
            let (before, after) = of.names.split_at(expected.min(of.names.len()));
            let found = after.iter().position(is_same).map(|distance| before.len() + distance);
            if let Some(index) = found.or_else(|| before.iter().position(is_same)) {
                return Ok(Some(index));
            }
        }
        let refuses = self.refuses_unknown();
        if refuses && !matches!(name.as_deref(), Ok("@odata.type" | "@type")) {
            return Err(self.refused(at, "unknown property".to_owned()));
        }
        let start = self.position();
        let raw = self.raw()?;
        if refuses && !names_type(raw, of.type_name) {
            return Err(self.refused(start, format!("expected the declared type, {}", of.type_name)));
        }
        self.charge(entry_size(name.as_deref().unwrap_or_else(|escaped| escaped), raw))?;
        match name {
            Ok(name) => extra.push(name.into(), raw.into()),
            Err(escaped) => extra.push_escaped(escaped.into(), raw.into()),
        }
        Ok(None)
    }

    /// Reads a value that does not fit as text.
    fn slot_of_misfit(&mut self) -> Result<Slot, JsonError> {
        let raw = self.raw()?;
        self.charge(entry_size("", raw))?;
        Ok(Slot::Misfit(raw.into()))
    }

    /// Moves nulls and values that do not fit to `extra`. Returns whether there are values.
    fn move_odd_values(&mut self, of: &ObjectType, base: usize, extra: &mut Extra) -> Result<bool, JsonError> {
        let (mut has_values, mut memory) = (false, 0);
        for (index, slot) in self.spare().slots.iter_mut().skip(base).enumerate() {
            match slot {
                Slot::Empty => {}
                Slot::Null => memory += extra.push_null(of.names, index),
                Slot::Misfit(raw) => {
                    let name = of.names.get(index).copied().unwrap_or_default();
                    memory += name.len();
                    extra.push(name.into(), std::mem::take(raw));
                }
                _ => has_values = true,
            }
        }
        self.charge(memory)?;
        Ok(has_values)
    }
}

/// Returns whether a JSON value is the name of a type, with or without `#`.
fn names_type(raw: &str, type_name: &str) -> bool {
    let name = serde_json::from_str::<String>(raw);
    name.is_ok_and(|name| name.strip_prefix('#').unwrap_or(&name) == type_name)
}
