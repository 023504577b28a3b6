use std::{borrow::Borrow, collections::HashMap, hash::Hash};

/// A map of bounded size, which drops the entry that was not used for the longest time.
#[derive(Debug)]
pub(crate) struct RecentMap<K, V> {
    entries: HashMap<K, Used<V>>,
    capacity: usize,
    /// The number of uses so far, which serves as the time.
    uses: u64,
}

#[derive(Debug)]
struct Used<V> {
    value: V,
    last: u64,
}

impl<K: Eq + Hash + Clone, V> RecentMap<K, V> {
    pub(crate) fn new(capacity: usize) -> Self {
        Self { entries: HashMap::new(), capacity, uses: 0 }
    }

    /// Returns the value of a key, which counts as a use.
    pub(crate) fn get<Q: Eq + Hash + ?Sized>(&mut self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.uses += 1;
        let used = self.entries.get_mut(key)?;
        used.last = self.uses;
        Some(&used.value)
    }

    /// Adds a value.
    ///
    /// Finding the oldest entry takes a look at each: a value is far more expensive to make than that.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        if self.entries.len() >= self.capacity
            && !self.entries.contains_key(&key)
            && let Some(oldest) = self.entries.iter().min_by_key(|(_, used)| used.last).map(|(key, _)| key.clone())
        {
            self.entries.remove(&oldest);
        }
        self.uses += 1;
        self.entries.insert(key, Used { value, last: self.uses });
    }

    /// Removes a value if it is the expected one.
    pub(crate) fn remove_if<Q: Eq + Hash + ?Sized>(&mut self, key: &Q, is_expected: impl FnOnce(&V) -> bool)
    where
        K: Borrow<Q>,
    {
        if self.entries.get(key).is_some_and(|used| is_expected(&used.value)) {
            self.entries.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RecentMap;

    #[test]
    fn the_entry_that_was_not_used_for_the_longest_time_is_dropped() {
        let mut map = RecentMap::new(2);
        map.insert("a", 1);
        map.insert("b", 2);
        assert_eq!(map.get("a"), Some(&1));
        map.insert("c", 3);
        assert_eq!(map.entries.len(), 2);
        assert_eq!(["a", "b", "c"].map(|key| map.get(key).copied()), [Some(1), None, Some(3)]);
        map.insert("c", 4);
        assert_eq!(["a", "c"].map(|key| map.get(key).copied()), [Some(1), Some(4)]);
        map.remove_if("a", |value| *value == 2);
        map.remove_if("c", |value| *value == 4);
        map.remove_if("d", |_| true);
        assert_eq!(["a", "c"].map(|key| map.get(key).copied()), [Some(1), None]);
    }
}
