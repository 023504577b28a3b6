use std::fmt;

use super::{codec::Value, field::Field, structured::Structured};

/// Receives the declared properties of a [`Structured`](super::Structured) type one by one.
pub struct PropertyWriter<'a> {
    fields: Vec<&'a dyn Field>,
}

impl<'a> PropertyWriter<'a> {
    /// Receives the next property of [`Structured::properties`](super::Structured::properties).
    pub fn put<T: Value>(&mut self, value: &'a Option<T>) {
        self.receive(T::as_field(value));
    }

    /// Not inlined, and without the type of the property, because generated code calls it for each.
    #[inline(never)]
    fn receive(&mut self, field: &'a dyn Field) {
        self.fields.push(field);
    }
}

/// Returns the fields of a value in declared order.
pub(super) fn fields<T: Structured>(value: &T) -> Vec<&dyn Field> {
    let mut writer = PropertyWriter { fields: Vec::with_capacity(T::properties().len()) };
    value.write(&mut writer);
    writer.fields
}

impl fmt::Debug for PropertyWriter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PropertyWriter").field("fields", &self.fields.len()).finish()
    }
}
