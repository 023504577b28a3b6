use std::fmt;

use super::{PropertyWriter, Structured, Value};

/// Shows what is set of a structured value, by the names on the wire.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug_structured<T: Structured>(value: &T, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut writer = DebugWriter { list: f.debug_struct(name), names: T::PROPERTIES };
    value.write(&mut writer);
    if !value.extra().is_empty() {
        writer.list.field("extra", value.extra());
    }
    writer.list.finish()
}

struct DebugWriter<'a, 'b> {
    list: fmt::DebugStruct<'a, 'b>,
    names: &'static [&'static str],
}

impl PropertyWriter<'_> for DebugWriter<'_, '_> {
    fn put<T: Value>(&mut self, index: usize, value: &Option<T>) {
        if let Some(value) = value {
            self.list.field(self.names[index], value);
        }
    }
}
