//! JSON for programs.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::{
    diagnostic::is_printable,
    facts::Deprecation,
    lookup::{Known, SchemeAccess},
};

/// The text of a value, with a newline at its end. Characters that a terminal does not show are escaped.
pub(super) fn text(value: &Value) -> String {
    let plain = format!("{value:#}\n");
    if plain.is_ascii() {
        return plain;
    }
    let mut text = String::with_capacity(plain.len());
    for character in plain.chars() {
        // They are in strings, since what surrounds strings is ASCII.
        if character.is_ascii() || is_printable(character) {
            text.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}

/// Permissions by scheme; `null` if they are not known. A scheme that is not supported is `null`.
pub(super) fn permissions(known: &Known) -> Value {
    if known.permissions.is_empty() {
        return Value::Null;
    }
    let of_scheme = |access: &SchemeAccess| {
        let SchemeAccess { scheme, least, higher, resource_specific } = access;
        let value = match access.is_supported() {
            true => json!({ "least": least, "higher": higher, "resourceSpecific": resource_specific }),
            false => Value::Null,
        };
        (scheme.as_str().to_owned(), value)
    };
    Value::Object(known.permissions.iter().map(of_scheme).collect::<Map<String, Value>>())
}

/// A deprecation; `null` if there is none.
pub(super) fn deprecation(found: Option<Deprecation<'_>>) -> Value {
    found.map_or(Value::Null, |Deprecation { since, removal, description, version }| {
        json!({ "since": since, "removal": removal, "description": description, "version": version })
    })
}
