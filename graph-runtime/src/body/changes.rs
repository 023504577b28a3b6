use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fmt,
};

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{
    fields::Body,
    json_forms::JsonPart,
    node::{MAX_DEPTH, Node, ObjectNode},
};
use crate::value::{Object, RequestJson, Structured, object_as_read};

impl<T: Structured> Body<T> {
    /// Creates an update with the properties in which two objects differ.
    ///
    /// The values are those of `after`, and `null` for a property that `after` no longer has. Read an entity, clone it,
    /// change the clone, and send the difference.
    ///
    /// An update does not change what is absent from a complex value (OData 4.0, part 1, section 11.4.3), so a complex
    /// value that differs is sent with its differences: the values of `after`, and `null` for what it no longer has. A
    /// list, a geometry, and a value of another type are sent whole. So are undeclared properties, with `null` for what
    /// they no longer have, since they may not be complex values.
    ///
    /// Annotations (`@odata.etag`, `members@odata.count`) are not compared. If a property differs that an update cannot
    /// set, because it is computed, read-only or create-only, `send` returns an error.
    pub fn changes(before: &Object<T>, after: &Object<T>) -> Self {
        let mut body = Self::new();
        let result = match (object_as_read(before), object_as_read(after)) {
            (Ok(before), Ok(after)) => {
                body.compare(&before, &after).map_err(|problem: serde_json::Error| problem.to_string())
            }
            (Err(problem), _) | (_, Err(problem)) => Err(problem.to_string()),
        };
        if let Err(problem) = result {
            body.object.note(problem);
        }
        body
    }

    fn compare(&mut self, before: &RequestJson, after: &RequestJson) -> Result<(), serde_json::Error> {
        let quoted = after.with_numbers_in_strings();
        self.add_changes(&members(before.text(), None)?, &members(after.text(), quoted.as_deref())?)
    }

    fn add_changes(&mut self, before: &Members<'_>, after: &Members<'_>) -> Result<(), serde_json::Error> {
        differences(before, after, &mut |name, old, new| {
            let unchanged = if T::properties().contains(&name) { Unchanged::Omit } else { Unchanged::Send };
            let Some(node) = change(old, new, unchanged, 1)? else { return Ok(()) };
            let node = match T::read_only_on_update().contains(&name) {
                false => Ok(node),
                true => Err("an update cannot change this property".to_owned()),
            };
            self.object.append(Cow::Owned(name.to_owned()), node);
            Ok(())
        })
    }
}

impl ObjectNode {
    /// Reads the properties of a JSON object, in order.
    pub(super) fn from_json(json: &RequestJson) -> Result<Self, serde_json::Error> {
        let mut object = Self::default();
        let quoted = json.with_numbers_in_strings();
        for (name, part) in members(json.text(), quoted.as_deref())? {
            object.append(Cow::Owned(name), Ok(Node::Raw(part.to_forms())));
        }
        Ok(object)
    }
}

/// The members of a JSON object, in order.
type Members<'a> = Vec<(String, JsonPart<'a>)>;

/// Receives a name, its value before and its value after.
type Each<'a> = dyn FnMut(&str, Option<JsonPart<'_>>, Option<JsonPart<'_>>) -> Result<(), serde_json::Error> + 'a;

/// What to do with the members of a complex value that are the same.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unchanged {
    Omit,
    Send,
}

/// Calls a function with each name and its values: those of `after`, and then those that only `before` has.
///
/// Annotations are left out, and so is `null` for what is absent.
fn differences(before: &Members<'_>, after: &Members<'_>, each: &mut Each<'_>) -> Result<(), serde_json::Error> {
    let old: HashMap<&str, JsonPart<'_>> = before.iter().map(|(name, raw)| (name.as_str(), *raw)).collect();
    let new: HashSet<&str> = after.iter().map(|(name, _)| name.as_str()).collect();
    for (name, raw) in after.iter().filter(|(name, _)| !name.contains('@')) {
        each(name, old.get(name.as_str()).copied(), Some(*raw))?;
    }
    let removed = before.iter().filter(|(name, raw)| !name.contains('@') && raw.get() != "null");
    for (name, raw) in removed.filter(|(name, _)| !new.contains(name.as_str())) {
        each(name, Some(*raw), None)?;
    }
    Ok(())
}

/// Returns what to send for a property; `None` if it is the same.
fn change(
    old: Option<JsonPart<'_>>,
    new: Option<JsonPart<'_>>,
    unchanged: Unchanged,
    depth: usize,
) -> Result<Option<Node>, serde_json::Error> {
    let Some(new) = new else { return Ok(Some(Node::Null)) };
    let whole = || Node::Raw(new.to_forms());
    let is_object = |part: JsonPart<'_>| part.get().starts_with('{');
    match old {
        Some(old) if is_object(old) && is_object(new) && depth < MAX_DEPTH => {
            let quoted = new.quoted.map(RawValue::get);
            let (old, new) = (members(old.get(), None)?, members(new.get(), quoted)?);
            let is_comparable = type_of(&old) == type_of(&new) && !is_geometry(&new);
            if is_comparable { changes_within(&old, &new, unchanged, depth) } else { Ok(Some(whole())) }
        }
        Some(old) if is_same(old.plain, new.plain) => Ok(None),
        _ => Ok(Some(whole())),
    }
}

/// Returns the differences of a complex value.
fn changes_within(
    before: &Members<'_>,
    after: &Members<'_>,
    unchanged: Unchanged,
    depth: usize,
) -> Result<Option<Node>, serde_json::Error> {
    let mut object = ObjectNode::default();
    let mut differs = false;
    // The service needs the type for properties of a derived one.
    if let Some((name, raw)) = type_member(after) {
        object.append(Cow::Owned(name.clone()), Ok(Node::Raw(raw.to_forms())));
    }
    differences(before, after, &mut |name, old, new| {
        let changed = change(old, new, unchanged, depth + 1)?;
        differs |= changed.is_some();
        let same = new.filter(|_| unchanged == Unchanged::Send).map(|part| Node::Raw(part.to_forms()));
        if let Some(node) = changed.or(same) {
            object.append(Cow::Owned(name.to_owned()), Ok(node));
        }
        Ok(())
    })?;
    Ok(differs.then_some(Node::Object(object)))
}

fn type_member<'a, 'b>(members: &'b Members<'a>) -> Option<&'b (String, JsonPart<'a>)> {
    members.iter().find(|(name, _)| matches!(name.as_str(), "@odata.type" | "@type"))
}

fn type_of<'a>(members: &Members<'a>) -> Option<&'a str> {
    type_member(members).map(|(_, part)| part.plain.get())
}

/// Returns whether an object is GeoJSON: a primitive value, although it is written as an object.
fn is_geometry(members: &Members<'_>) -> bool {
    let has = |wanted: &str| members.iter().any(|(name, _)| name == wanted);
    has("type") && (has("coordinates") || has("geometries"))
}

fn is_same(left: &RawValue, right: &RawValue) -> bool {
    let value = |raw: &RawValue| serde_json::from_str::<serde_json::Value>(raw.get()).ok();
    left.get() == right.get() || value(left).is_some_and(|left| Some(left) == value(right))
}

/// Returns the members of a JSON object, in order. `quoted` is the same object with numbers in strings, if it differs.
fn members<'a>(text: &'a str, quoted: Option<&'a str>) -> Result<Members<'a>, serde_json::Error> {
    let quoted = quoted.map(raw_members).transpose()?.unwrap_or_default();
    let plain = raw_members(text)?.into_iter().enumerate();
    Ok(plain
        .map(|(index, (name, plain))| (name, JsonPart { plain, quoted: quoted.get(index).map(|(_, raw)| *raw) }))
        .collect())
}

/// The members of one text.
fn raw_members(text: &str) -> Result<Vec<(String, &RawValue)>, serde_json::Error> {
    struct MembersVisitor;

    impl<'de> Visitor<'de> for MembersVisitor {
        type Value = Vec<(String, &'de RawValue)>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut members = Vec::new();
            while let Some(member) = map.next_entry()? {
                members.push(member);
            }
            Ok(members)
        }
    }

    serde_json::Deserializer::from_str(text).deserialize_map(MembersVisitor)
}
