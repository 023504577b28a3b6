use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::value::RawValue;

use super::{Extra, Structured, Value, Written};

/// Takes the declared properties of a [`Structured`](super::Structured) type one by one.
///
/// Nothing is returned, though writing can fail: a `?` a property would be most of what generated code costs to compile. Who can fail
/// remembers it.
pub trait PropertyWriter<'a> {
    /// Takes the property at an index of [`Structured::PROPERTIES`].
    fn put<T: Value>(&mut self, index: usize, value: &'a Option<T>);
}

/// Writes a structured value for `Serialize`. What was sent instead of an object is written again, unless something was set since.
///
/// # Errors
///
/// Those of the serializer.
pub fn serialize_structured<T: Structured, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let extra = value.extra();
    if let Some(whole) = extra.whole()
        && extra.entries().is_empty()
        && is_bare(value)
    {
        return whole.serialize(serializer);
    }
    let map = serializer.serialize_map(None)?;
    let mut writer = MapWriter { map, names: T::PROPERTIES, extra, result: Ok(()) };
    value.write(&mut writer);
    writer.result?;
    let mut map = writer.map;
    for (name, raw) in extra.entries() {
        if T::PROPERTIES.binary_search(&&**name).is_err() {
            map.serialize_entry(&**name, raw)?;
        }
    }
    for name in extra.foreign_nulls(T::PROPERTIES) {
        map.serialize_entry(name, RawValue::NULL)?;
    }
    map.end()
}

/// Whether no declared property is set.
pub(crate) fn is_bare<T: Structured>(value: &T) -> bool {
    struct Finder {
        is_bare: bool,
    }
    impl PropertyWriter<'_> for Finder {
        fn put<T: Value>(&mut self, _: usize, value: &Option<T>) {
            self.is_bare &= value.is_none();
        }
    }
    let mut finder = Finder { is_bare: true };
    value.write(&mut finder);
    finder.is_bare
}

struct MapWriter<'e, M: SerializeMap> {
    map: M,
    names: &'static [&'static str],
    extra: &'e Extra,
    /// Whether it went well so far; nothing more is written once it did not.
    result: Result<(), M::Error>,
}

impl<M: SerializeMap> PropertyWriter<'_> for MapWriter<'_, M> {
    fn put<T: Value>(&mut self, index: usize, value: &Option<T>) {
        if self.result.is_ok() {
            let name = self.names[index];
            self.result = match value {
                Some(value) => self.map.serialize_entry(name, &Written(value)),
                None => match self.extra.instead_of(self.names, index) {
                    Some(raw) => self.map.serialize_entry(name, raw),
                    None => Ok(()),
                },
            };
        }
    }
}
