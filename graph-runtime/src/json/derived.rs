//! Values that are of a type derived from the declared one.

use super::{DerivedFrom, Structured, Value, Written, deserialize_structured};

/// The name of the type that the service said a value is of (`@odata.type`).
#[must_use]
pub fn odata_type<T: Structured>(value: &T) -> Option<String> {
    value.extra().odata_type()
}

/// Reads a value again as a type that is derived from its own. Nothing is lost: what the declared type does not have is in
/// [`Extra`](crate::Extra), and is among the derived type's properties then.
///
/// # Errors
///
/// The value as it was, where it is none: an array was sent instead of an object, say.
pub fn derived<B: Structured + Value, D: DerivedFrom<B> + Value>(base: B) -> Result<D, B> {
    if base.extra().whole().is_some() {
        return Err(base);
    }
    let read = serde_json::to_vec(&Written(&base))
        .and_then(|text| deserialize_structured(&mut serde_json::Deserializer::from_slice(&text)));
    read.map_err(|_| base)
}
