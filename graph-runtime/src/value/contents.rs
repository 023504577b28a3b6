//! The properties of an object: what can be done with them without knowing their types.
//!
//! Derives of `Clone`, `PartialEq` and `Debug` would be a third of the compile time of a type.

use std::fmt;

use super::{
    extra::Extra, field::Field, json::JsonWriter, property_reader::PropertyReader, property_writer::fields, slot::Slot,
    structured::Structured,
};
use crate::text::{ShortLinks, names_link};

/// The declared properties of an object, which several objects share until one of them is changed.
pub(super) struct Contents<T>(pub(super) T);

impl<T: Structured> Clone for Contents<T> {
    fn clone(&self) -> Self {
        let mut slots = copy(fields(&self.0));
        Self(T::build(&mut PropertyReader::of(slots.drain(..))))
    }
}

fn copy(fields: Vec<&dyn Field>) -> Vec<Slot> {
    fields.into_iter().map(Field::copy).collect()
}

/// Compares the fields of two values of a type.
///
/// Like the functions below, it takes the list by value, so that the caller has no code to free it.
pub(super) fn is_equal(left: Vec<&dyn Field>, right: Vec<&dyn Field>) -> bool {
    left.len() == right.len() && left.into_iter().zip(right).all(|(left, right)| left.is_equal(right))
}

/// Returns whether no declared property is set.
pub(crate) fn has_no_values<T: Structured>(value: &T) -> bool {
    are_empty(&fields(value))
}

fn are_empty(fields: &[&dyn Field]) -> bool {
    fields.iter().all(|field| field.value().is_none())
}

/// Formats the properties that are set, with their names on the wire. Links are shown without path and query.
pub(super) fn format(
    type_name: &str,
    names: &[&str],
    fields: Vec<&dyn Field>,
    extra: &Extra,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    // The name without path and type parameters.
    let path = type_name.split('<').next().unwrap_or_default();
    let mut list = f.debug_struct(path.rsplit("::").next().unwrap_or_default());
    for (name, field) in names.iter().zip(fields) {
        match field.value() {
            Some(value) if names_link(name) => list.field(name, &ShortLinks(&format!("{value:?}"))),
            Some(value) => list.field(name, value),
            None => continue,
        };
    }
    if !extra.is_empty() {
        list.field("extra", extra);
    }
    list.finish()
}

/// Writes an object. A value that was not an object is written unchanged, unless something was set since.
///
/// In a request the type comes first: the one in `extra`, or else `type_name`.
pub(super) fn write(
    type_name: Option<&'static str>,
    names: &'static [&'static str],
    fields: Vec<&dyn Field>,
    extra: &Extra,
    json: &mut JsonWriter,
) {
    if let Some(problem) = extra.problem() {
        json.fail(problem.clone());
    }
    if let Some(whole) = extra.whole_text()
        && extra.entries().is_empty()
        && are_empty(&fields)
    {
        return json.raw(whole);
    }
    json.begin_object();
    let is_type_first = json.names_types() && write_type(type_name, extra, json);
    for (index, (name, field)) in names.iter().zip(&fields).enumerate() {
        if field.value().is_some() {
            json.name(name);
            field.write(json);
        } else if let Some(text) = extra.fallback(names, index) {
            json.name(name);
            json.raw(text);
        }
    }
    for (name, text) in extra.entries().iter().filter(|(name, _)| !names.contains(&&**name)) {
        if is_type_first && &**name == ODATA_TYPE {
            continue;
        }
        json.name(name);
        json.raw(text);
    }
    for name in extra.foreign_nulls(names) {
        json.name(name);
        json.raw("null");
    }
    for (name, text) in extra.escaped() {
        json.escaped_name(name);
        json.raw(text);
    }
    json.end_object();
}

/// The annotation that names the type of a value.
const ODATA_TYPE: &str = "@odata.type";

/// Writes the type of an object, and returns whether there is one.
fn write_type(type_name: Option<&'static str>, extra: &Extra, json: &mut JsonWriter) -> bool {
    let own = extra.text(ODATA_TYPE);
    if let Some(text) = own {
        json.name(ODATA_TYPE);
        json.raw(text);
    } else if let Some(name) = type_name.filter(|_| extra.text("@type").is_none()) {
        json.name(ODATA_TYPE);
        json.text(&format!("#{name}"));
    }
    own.is_some()
}
