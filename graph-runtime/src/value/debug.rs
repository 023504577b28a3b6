use std::{fmt, slice};

use super::{Object, PropertyWriter, Structured, Value};

/// Shows what is set of a structured value, by the names on the wire.
pub(crate) fn show<T: Structured>(object: &Object<T>, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut writer = DebugWriter { list: f.debug_struct(name), names: T::properties().iter() };
    object.value.write(&mut writer);
    if !object.extra.is_empty() {
        writer.list.field("extra", &object.extra);
    }
    writer.list.finish()
}

struct DebugWriter<'a, 'b> {
    list: fmt::DebugStruct<'a, 'b>,
    names: slice::Iter<'static, &'static str>,
}

impl PropertyWriter<'_> for DebugWriter<'_, '_> {
    fn put<T: Value>(&mut self, value: &Option<T>) {
        let name = self.names.next();
        if let Some((name, value)) = name.zip(value.as_ref()) {
            self.list.field(name, value);
        }
    }
}
