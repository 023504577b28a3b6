use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

/// A collection of entities, in the order in which they were created.
#[derive(Clone, Debug)]
pub(super) struct Collection {
    /// The name of the key property.
    pub(super) key: String,
    /// The entities by number.
    entities: BTreeMap<u64, Stored>,
    /// The numbers of the entities by key.
    numbers: HashMap<String, u64>,
    /// The keys of deleted entities, and when they were deleted.
    removed: Vec<(u64, String)>,
    next: u64,
}

/// An entity.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) value: Value,
    /// The name of the type in the metadata, if it is known.
    pub(super) type_name: Option<&'static str>,
    /// The number of the last change, for ETags and deltas.
    pub(super) changed: u64,
}

impl Stored {
    /// Returns whether the entity is of a type, as far as that is known.
    pub(super) fn is_of(&self, name: &str) -> bool {
        let written = self.value["@odata.type"].as_str().map(|name| name.trim_start_matches('#'));
        written.or(self.type_name) == Some(name)
    }
}

impl Collection {
    pub(super) fn new(key: &str) -> Self {
        Self { key: key.to_owned(), entities: BTreeMap::new(), numbers: HashMap::new(), removed: Vec::new(), next: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.entities.len()
    }

    /// Adds an entity, or replaces the one with its key, and returns the key. An entity without a key gets one.
    pub(super) fn put(&mut self, mut value: Value, type_name: Option<&'static str>, change: u64) -> String {
        if value[&self.key].is_null() {
            value[&self.key] = format!("00000000-0000-0000-0000-{change:012}").into();
        }
        value["@odata.etag"] = format!("W/\"{change}\"").into();
        let key = key_text(&value[&self.key]);
        let number = *self.numbers.entry(key.clone()).or_insert_with(|| {
            self.next += 1;
            self.next
        });
        self.entities.insert(number, Stored { value, type_name, changed: change });
        key
    }

    pub(super) fn get(&self, key: &str) -> Option<&Stored> {
        self.entities.get(self.numbers.get(key)?)
    }

    pub(super) fn remove(&mut self, key: &str, change: u64) -> Option<Stored> {
        let number = self.numbers.remove(key)?;
        self.removed.push((change, key.to_owned()));
        self.entities.remove(&number)
    }

    /// Returns the entities with their keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = (String, &Stored)> {
        self.entities.values().map(|stored| (key_text(&stored.value[&self.key]), stored))
    }

    /// Returns the keys of entities that were deleted after a change, and are not there again.
    pub(super) fn removed_after(&self, change: u64) -> impl Iterator<Item = (u64, &str)> {
        let removed = self.removed.iter().filter(move |(at, key)| *at > change && !self.numbers.contains_key(key));
        removed.map(|(at, key)| (*at, key.as_str()))
    }
}

/// Returns a key as it is in a path: text without quotes.
pub(super) fn key_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
