use super::Value;

/// Gives a [`Structured`](super::Structured) type the values of its properties, one after the other.
pub trait PropertyReader {
    /// The value of the next property of [`Structured::properties`](super::Structured::properties), if there is one.
    fn next<T: Value>(&mut self) -> Option<T>;
}

/// No values at all.
pub(super) struct Nothing;

impl PropertyReader for Nothing {
    fn next<T: Value>(&mut self) -> Option<T> {
        None
    }
}
