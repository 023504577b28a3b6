use std::fmt;

use graph_runtime::{
    Guid,
    codec::{Codec, Decoded, Value},
    serde,
};

/// The id of a product, plan or object. Generated code uses this type for `Edm.Guid`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Id(Guid);

impl From<Guid> for Id {
    fn from(guid: Guid) -> Self {
        Self(guid)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Value for Id {
    type Codec = Self;
}

impl Codec<Self> for Id {
    fn read_value<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Decoded<Self>, D::Error> {
        Ok(match Guid::read_value(deserializer)? {
            Decoded::Value(guid) => Decoded::Value(Self(guid)),
            Decoded::Null => Decoded::Null,
            Decoded::Misfit(raw) => Decoded::Misfit(raw),
        })
    }

    fn write_value<S: serde::Serializer>(value: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        Guid::write_value(&value.0, serializer)
    }
}
