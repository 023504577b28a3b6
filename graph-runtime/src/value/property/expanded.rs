//! Reading of expanded navigation properties.

use crate::value::{
    Object, Structured,
    json::{JsonError, JsonReader},
};

/// Returns a reader of a property of an entity, with the memory limit of its response.
///
/// It is `None` if the property is missing or `null`.
fn reader<'a, T>(from: &'a Object<T>, name: &str) -> Option<JsonReader<'a>> {
    if from.extra.is_null(name) {
        return None;
    }
    Some(from.extra.reader(from.extra.text(name)?))
}

/// Reads an expanded entity; `None` if it is missing or `null`.
pub(crate) fn expanded_entity<T, V: Structured>(from: &Object<T>, name: &str) -> Option<Result<Object<V>, JsonError>> {
    Some(Object::read_any(&mut reader(from, name)?))
}

/// Reads expanded entities; `None` if they are missing or `null`.
pub(crate) fn expanded_entities<T, V: Structured>(
    from: &Object<T>,
    name: &str,
) -> Option<Result<Vec<Object<V>>, JsonError>> {
    Some(read_list(&mut reader(from, name)?))
}

fn read_list<V: Structured>(json: &mut JsonReader<'_>) -> Result<Vec<Object<V>>, JsonError> {
    if json.peek() != b'[' {
        return Err(json.expected("an array"));
    }
    json.enter()?;
    let mut list = Vec::new();
    let mut has_more = !json.is_empty(b']');
    while has_more {
        json.charge(size_of::<Object<V>>())?;
        list.push(Object::read_any(json)?);
        has_more = json.next_entry(b']')?;
    }
    Ok(list)
}
