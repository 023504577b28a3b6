use std::cell::Cell;

use serde_json::value::RawValue;

use super::raw::raw_of;

thread_local! {
    static CAME: Cell<bool> = const { Cell::new(false) };
}

/// A number that stands where something else was expected, as text. It may have had digits that a double does not have, so
/// [`watched`] is told. A visitor of serde's has no other way to say so but an error, and reading never fails because of what a value is.
pub(super) fn raw_of_number<E: serde::de::Error>(number: f64) -> Result<Box<RawValue>, E> {
    CAME.set(true);
    raw_of(&number)
}

/// Does some reading, and says whether numbers came that may have lost digits.
pub(crate) fn watched<T>(read: impl FnOnce() -> T) -> (T, bool) {
    CAME.set(false);
    (read(), CAME.get())
}
