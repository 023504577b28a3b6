//! Values of derived types.

use super::{codec::to_json, json::JsonReader, object::Object, structured::Structured};

/// Converts a value to a type that is derived from its own.
///
/// Nothing is lost: properties that the declared type does not have are read from [`Extra`](crate::Extra).
///
/// # Errors
///
/// Returns the value unchanged if it cannot be converted, for example if an array was sent instead of an object, or if
/// the derived type takes more memory than [a response may](crate::ClientBuilder::max_response_memory).
pub fn derived<B: Structured, D: DerivedFrom<B>>(base: Object<B>) -> Result<Object<D>, Object<B>> {
    if base.extra.whole().is_some() {
        return Err(base);
    }
    let limit = base.extra.memory_limit();
    let read = to_json(&base).and_then(|text| Object::read_any(&mut JsonReader::with_memory(&text, limit)));
    read.map_err(|_| base)
}

/// Converts a value to a variant of a union: the derived type if possible, otherwise the variant for other types.
#[inline]
pub fn derived_or<B: Structured, D: DerivedFrom<B>, U>(
    base: Object<B>,
    variant: fn(Object<D>) -> U,
    other: fn(Object<B>) -> U,
) -> U {
    derived(base).map_or_else(other, variant)
}

/// A type derived from `B`, or `B` itself; implemented by generated code.
///
/// Values of derived types are accepted where their base type is declared.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `{B}` or a type derived from it",
    label = "expected `{B}` or a type derived from it"
)]
pub trait DerivedFrom<B>: Structured {}

impl<T: Structured> DerivedFrom<T> for T {}
