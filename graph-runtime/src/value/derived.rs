//! Values that are of a type derived from the declared one.

use serde::Deserialize;

use super::{object::Object, structured::Structured};

/// Reads a value again as a type that is derived from its own. Nothing is lost: what the declared type does not have is in
/// [`Extra`](crate::Extra), and is among the derived type's properties then.
///
/// # Errors
///
/// The value as it was, where it is none: an array was sent instead of an object, say.
pub fn derived<B: Structured, D: DerivedFrom<B>>(base: Object<B>) -> Result<Object<D>, Object<B>> {
    if base.extra.whole().is_some() {
        return Err(base);
    }
    let read = serde_json::to_vec(&base)
        .and_then(|text| Object::deserialize(&mut serde_json::Deserializer::from_slice(&text)));
    read.map_err(|_| base)
}

/// Reads a value as one of a union's variants: as the derived type if that is possible, otherwise as the variant for other types.
#[inline]
pub fn derived_or<B: Structured, D: DerivedFrom<B>, U>(
    base: Object<B>,
    variant: fn(Object<D>) -> U,
    other: fn(Object<B>) -> U,
) -> U {
    derived(base).map_or_else(other, variant)
}

/// A type derived from `B`, or `B` itself; generated code implements it. Values of derived types stand where base types are declared.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `{B}`, and not derived from it",
    label = "expected `{B}` or a type derived from it"
)]
pub trait DerivedFrom<B>: Structured {}

impl<T: Structured> DerivedFrom<T> for T {}
