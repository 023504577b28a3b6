//! JSON for programs.

use serde_json::{Map, Value, json};

use crate::{
    facts::Deprecation,
    lookup::{Known, SchemeAccess},
};

/// The text of a value, with a newline at its end.
pub(super) fn text(value: &Value) -> String {
    format!("{value:#}\n")
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
