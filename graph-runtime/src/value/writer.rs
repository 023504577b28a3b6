use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::value::RawValue;

use super::{
    codec::{AsSerialize, Value},
    extra::Extra,
    sealed::Sealed,
    structured::Structured,
};

/// Receives the declared properties of a [`Structured`](super::Structured) type one by one.
///
/// The method returns nothing, because a `?` for each property would dominate the compile time of generated code; a
/// writer stores its error instead.
pub trait PropertyWriter<'a>: Sealed {
    /// Receives the next property of [`Structured::properties`].
    fn put<T: Value>(&mut self, value: &'a Option<T>);
}

/// Serializes a structured value. A value that was not an object is written unchanged, unless something was set since.
///
/// # Errors
///
/// Those of the serializer.
pub(super) fn write_object<T: Structured, S: Serializer>(
    value: &T,
    extra: &Extra,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if let Some(whole) = extra.whole()
        && extra.entries().is_empty()
        && has_no_values(value)
    {
        return whole.serialize(serializer);
    }
    let names = T::properties();
    let map = serializer.serialize_map(None)?;
    let mut writer = MapWriter { map, names, next: 0, extra, result: Ok(()) };
    value.write(&mut writer);
    writer.result?;
    let mut map = writer.map;
    for (name, raw) in extra.entries() {
        if !names.contains(&&**name) {
            map.serialize_entry(&**name, raw)?;
        }
    }
    for name in extra.foreign_nulls(names) {
        map.serialize_entry(name, RawValue::NULL)?;
    }
    map.end()
}

/// Returns whether no declared property is set.
pub(crate) fn has_no_values<T: Structured>(value: &T) -> bool {
    struct Finder {
        has_no_values: bool,
    }
    impl Sealed for Finder {}
    impl PropertyWriter<'_> for Finder {
        fn put<T: Value>(&mut self, value: &Option<T>) {
            self.has_no_values &= value.is_none();
        }
    }
    let mut finder = Finder { has_no_values: true };
    value.write(&mut finder);
    finder.has_no_values
}

struct MapWriter<'e, M: SerializeMap> {
    map: M,
    names: &'static [&'static str],
    next: usize,
    extra: &'e Extra,
    /// The first error; nothing is written after it.
    result: Result<(), M::Error>,
}

impl<M: SerializeMap> Sealed for MapWriter<'_, M> {}

impl<M: SerializeMap> PropertyWriter<'_> for MapWriter<'_, M> {
    fn put<T: Value>(&mut self, value: &Option<T>) {
        let index = self.next;
        self.next += 1;
        if let (Ok(()), Some(name)) = (&self.result, self.names.get(index)) {
            self.result = match value {
                Some(value) => self.map.serialize_entry(name, &AsSerialize(value)),
                None => match self.extra.fallback(self.names, index) {
                    Some(raw) => self.map.serialize_entry(name, raw),
                    None => Ok(()),
                },
            };
        }
    }
}
