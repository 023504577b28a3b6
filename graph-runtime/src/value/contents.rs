//! The properties of an object: what can be done with them without knowing their types.
//!
//! Derives of `Clone`, `PartialEq` and `Debug` would be a third of the compile time of a type.

use std::fmt;

use super::{
    extra::Extra, field::Field, json::JsonWriter, property_reader::PropertyReader, property_writer::fields, slot::Slot,
    structured::Structured,
};

/// The declared properties of an object, which several objects share until one of them is changed.
pub(super) struct Contents<T>(pub(super) T);

impl<T: Structured> Clone for Contents<T> {
    fn clone(&self) -> Self {
        let mut slots: Vec<Slot> = fields(&self.0).into_iter().map(Field::copy).collect();
        Self(T::build(&mut PropertyReader::of(&mut slots)))
    }
}

/// Compares the fields of two values of a type.
pub(super) fn is_equal(left: &[&dyn Field], right: &[&dyn Field]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| left.is_equal(*right))
}

/// Returns whether no declared property is set.
pub(crate) fn has_no_values<T: Structured>(value: &T) -> bool {
    fields(value).iter().all(|field| field.value().is_none())
}

/// Formats the properties that are set, with their names on the wire.
pub(super) fn format(
    name: &str,
    names: &[&str],
    fields: &[&dyn Field],
    extra: &Extra,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut list = f.debug_struct(name);
    for (name, field) in names.iter().zip(fields) {
        if let Some(value) = field.value() {
            list.field(name, value);
        }
    }
    if !extra.is_empty() {
        list.field("extra", extra);
    }
    list.finish()
}

/// Writes an object. A value that was not an object is written unchanged, unless something was set since.
pub(super) fn write(names: &'static [&'static str], fields: &[&dyn Field], extra: &Extra, json: &mut JsonWriter) {
    if let Some(whole) = extra.whole_text()
        && extra.entries().is_empty()
        && fields.iter().all(|field| field.value().is_none())
    {
        return json.raw(whole);
    }
    let mut is_first = true;
    json.raw("{");
    for (index, (name, field)) in names.iter().zip(fields).enumerate() {
        if field.value().is_some() {
            json.name(name, is_first);
            field.write(json);
        } else if let Some(text) = extra.fallback(names, index) {
            json.name(name, is_first);
            json.raw(text);
        } else {
            continue;
        }
        is_first = false;
    }
    for (name, text) in extra.entries().iter().filter(|(name, _)| !names.contains(&&**name)) {
        json.name(name, is_first);
        json.raw(text);
        is_first = false;
    }
    for name in extra.foreign_nulls(names) {
        json.name(name, is_first);
        json.raw("null");
        is_first = false;
    }
    for (name, text) in extra.escaped() {
        json.raw(if is_first { "\"" } else { ",\"" });
        json.raw(name);
        json.raw("\":");
        json.raw(text);
        is_first = false;
    }
    json.raw("}");
}
