use std::{borrow::Cow, fmt};

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{fields::Body, node::Node};
use crate::value::{Object, Structured};

impl<T: Structured> Body<T> {
    /// Creates an update with the properties in which two objects differ.
    ///
    /// The values are those of `after`, and `null` for a property that `after` no longer has. Read an entity, clone it,
    /// change the clone, and send the difference.
    ///
    /// Annotations (`@odata.etag`, `members@odata.count`) are not compared. A complex value that differs is sent whole.
    /// If a property differs that an update cannot set, because it is computed, read-only or create-only, `send`
    /// returns an error.
    pub fn changes(before: &Object<T>, after: &Object<T>) -> Self {
        let mut body = Self::new();
        match (members(before), members(after)) {
            (Ok(before), Ok(after)) => body.add_changes(&before, after),
            (Err(problem), _) | (_, Err(problem)) => body.object.note(problem),
        }
        body
    }

    fn add_changes(&mut self, before: &Members, after: Members) {
        let removed: Vec<String> = before
            .iter()
            .filter(|(name, raw)| raw.get() != "null" && !after.iter().any(|(other, _)| other == name))
            .map(|(name, _)| name.clone())
            .collect();
        let changed = after
            .into_iter()
            .filter(|(name, raw)| !before.iter().any(|(other, old)| other == name && is_same(old, raw)))
            .map(|(name, raw)| (name, Node::Raw(raw)))
            .chain(removed.into_iter().map(|name| (name, Node::Null)));
        for (name, node) in changed.filter(|(name, _)| !name.contains('@')).collect::<Vec<_>>() {
            let part = match T::read_only_on_update().contains(&name.as_str()) {
                false => Ok(node),
                true => Err("an update cannot change this property".to_owned()),
            };
            self.object.put(Cow::Owned(name), part);
        }
    }
}

type Members = Vec<(String, Box<RawValue>)>;

fn is_same(left: &RawValue, right: &RawValue) -> bool {
    let value = |raw: &RawValue| serde_json::from_str::<serde_json::Value>(raw.get()).ok();
    left.get() == right.get() || value(left).is_some_and(|left| Some(left) == value(right))
}

/// Returns the members of a value's JSON object, in order.
fn members<T: Structured>(value: &Object<T>) -> Result<Members, String> {
    struct MembersVisitor;

    impl<'de> Visitor<'de> for MembersVisitor {
        type Value = Members;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }
    let text = serde_json::to_string(value).map_err(|problem| problem.to_string())?;
    serde_json::Deserializer::from_str(&text).deserialize_map(MembersVisitor).map_err(|problem| problem.to_string())
}
