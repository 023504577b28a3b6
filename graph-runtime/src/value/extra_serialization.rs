//! serde's traits for [`Extra`], so that a struct of an application can keep undeclared properties with `flatten`.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::Error as _};

use super::{
    contents,
    extra::Extra,
    json::{JsonReader, JsonWriter, serialize_text},
    object::Object,
    property_reader::PropertyReader,
    property_writer::PropertyWriter,
    raw::raw_text,
    structured::Structured,
};

/// A type without declared properties.
struct Undeclared;

impl Structured for Undeclared {
    const TYPE_NAME: &'static str = "";

    fn properties() -> &'static [&'static str] {
        &[]
    }

    fn build(_: &mut PropertyReader<'_>) -> Self {
        Self
    }

    fn write<'a>(&'a self, _: &mut PropertyWriter<'a>) {}
}

/// Writes an object with all entries, or the value that was sent instead of an object.
impl Serialize for Extra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = JsonWriter::default();
        contents::write(None, Undeclared::properties(), Vec::new(), self, &mut json);
        serialize_text(&json.finish_text().map_err(S::Error::custom)?, serializer)
    }
}

/// Reads an object; any other value is kept as [`whole`](Extra::whole).
impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw_text(deserializer)?;
        let object = Object::<Undeclared>::read_any(&mut JsonReader::new(text.get()));
        object.map(|object| object.extra).map_err(D::Error::custom)
    }
}
