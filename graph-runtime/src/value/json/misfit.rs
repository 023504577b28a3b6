//! Values that do not fit, for the errors of strict readers.

use super::{error::JsonError, reader::JsonReader};
use crate::value::codec::Decoded;

/// A value that does not fit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Misfit {
    at: usize,
    expected: &'static str,
    /// The name of the type, if it is part of the message.
    type_name: &'static str,
    /// Whether `at` is the end of the value, which begins where the error is reported.
    is_end: bool,
}

impl JsonReader<'_> {
    /// Records that the value at a position does not fit, and what was expected, such as "a boolean".
    #[cold]
    pub(in crate::value) fn note_misfit(&mut self, at: usize, expected: &'static str) {
        self.misfit = Misfit { at, expected, type_name: "", is_end: false };
    }

    /// Returns the result of reading a value that does not fit, and records what was expected, such as "a colour".
    ///
    /// Call it after reading the value, in [`Value::read`](super::super::Value::read). Readers that keep what does not
    /// fit ignore the text; a [`StrictReader`](crate::strict::StrictReader) shows it in its error: "expected a colour".
    ///
    /// ```
    /// use graph_runtime::codec::{Decoded, JsonError, JsonReader, JsonWriter, Value};
    ///
    /// /// An even number.
    /// #[derive(Clone, Debug, PartialEq)]
    /// struct Even(i64);
    ///
    /// impl Value for Even {
    ///     fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
    ///         Ok(match json.read::<i64>()? {
    ///             Decoded::Value(number) if number % 2 == 0 => Decoded::Value(Self(number)),
    ///             Decoded::Null => Decoded::Null,
    ///             _ => json.misfit("an even number"),
    ///         })
    ///     }
    ///
    ///     fn write(&self, json: &mut JsonWriter) {
    ///         json.write(&self.0);
    ///     }
    /// }
    /// ```
    #[cold]
    pub fn misfit<T>(&mut self, expected: &'static str) -> Decoded<T> {
        self.misfit = Misfit { at: self.position(), expected, type_name: "", is_end: true };
        Decoded::Misfit
    }

    /// Records that the text at a position is not a member of an enumeration.
    #[cold]
    pub(in crate::value) fn note_unknown_member(&mut self, at: usize, type_name: &'static str) {
        self.misfit = Misfit { at, expected: "a member of ", type_name, is_end: false };
    }

    /// Returns the error for a value that does not fit. `start` is where the value begins, and the misfit may be within
    /// it.
    #[cold]
    pub(in crate::value) fn misfit_error(&self, start: usize) -> JsonError {
        let Misfit { at, expected, type_name, is_end } = self.misfit;
        if at < start || expected.is_empty() {
            // The value's type is of another crate, which does not say what it expects.
            return self.refused(start, "the value is not of the declared type".to_owned());
        }
        self.refused(if is_end { start } else { at }, format!("expected {expected}{type_name}"))
    }
}
