use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::value::RawValue;

use super::{Extra, Structured, Value, Written};

/// Takes the declared properties of a [`Structured`] type one by one.
pub trait PropertyWriter {
    /// What can go wrong.
    type Error;

    /// Takes the property at an index of [`Structured::PROPERTIES`].
    ///
    /// # Errors
    ///
    /// Those of the output.
    fn put<T: Value>(&mut self, index: usize, value: &Option<T>) -> Result<(), Self::Error>;
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
    let mut writer = MapWriter { map: serializer.serialize_map(None)?, names: T::PROPERTIES, extra };
    value.write(&mut writer)?;
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
    struct Finder;
    impl PropertyWriter for Finder {
        type Error = ();

        fn put<T: Value>(&mut self, _: usize, value: &Option<T>) -> Result<(), ()> {
            if value.is_none() { Ok(()) } else { Err(()) }
        }
    }
    value.write(&mut Finder).is_ok()
}

struct MapWriter<'a, M> {
    map: M,
    names: &'static [&'static str],
    extra: &'a Extra,
}

impl<M: SerializeMap> PropertyWriter for MapWriter<'_, M> {
    type Error = M::Error;

    fn put<T: Value>(&mut self, index: usize, value: &Option<T>) -> Result<(), M::Error> {
        let name = self.names[index];
        match value {
            Some(value) => self.map.serialize_entry(name, &Written(value)),
            None => match self.extra.instead_of(self.names, index) {
                Some(raw) => self.map.serialize_entry(name, raw),
                None => Ok(()),
            },
        }
    }
}
