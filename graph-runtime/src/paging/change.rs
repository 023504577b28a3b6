use std::fmt;

use serde::{Deserializer, Serializer};
use serde_json::value::RawValue;

use crate::value::{AsSerialize, Codec, Decoded, Object, Structured, Value};

/// What a delta query says of one item.
#[derive(Clone, Debug, PartialEq)]
pub enum Change<T> {
    /// It is new, or has changed. Of an item that has changed some services send what is new and no more. Drive items and others that keep
    /// a trace of what is gone say in a property of their own (`deleted`) that they are.
    Item(T),
    /// It is gone.
    Removed(Removed<T>),
}

/// What a delta query says of an item that is gone: `{"@removed": {"reason": "changed"}, "id": "…"}`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Removed<T> {
    /// Why it is gone.
    pub reason: Removal,
    /// What came of it; usually its `id` and nothing else.
    pub item: T,
}

/// Why an item is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Removal {
    /// `changed`: it can be restored, or it is no longer among what was asked for.
    Changed,
    /// `deleted`: it is deleted for good.
    Deleted,
    /// Another reason, or none.
    Other(Box<str>),
}

impl<T> Change<T> {
    /// The item; of one that is gone, what came of it.
    #[must_use]
    pub const fn item(&self) -> &T {
        match self {
            Self::Item(item) | Self::Removed(Removed { item, .. }) => item,
        }
    }
}

impl<T: Structured> From<Object<T>> for Change<Object<T>> {
    /// Looks for what says that it is gone: `@removed` (OData 4.01), or the context of a deleted entity (4.0).
    fn from(item: Object<T>) -> Self {
        match removal(&item) {
            Some(reason) => Self::Removed(Removed { reason, item }),
            None => Self::Item(item),
        }
    }
}

impl<T: Value> Removed<T> {
    /// Its `id`, if that is a text: the one thing that Graph says of what is gone.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        let json = serde_json::to_value(AsSerialize(&self.item)).ok()?;
        json.get("id")?.as_str().map(str::to_owned)
    }
}

fn removal<T: Structured>(item: &Object<T>) -> Option<Removal> {
    let extra = &item.extra;
    // Looking for a name takes no time where there is nothing extra.
    let reason = match extra.get("@removed").or_else(|| extra.get("@odata.removed")) {
        Some(removed) => member(removed, "reason"),
        None => {
            let context: String = serde_json::from_str(extra.get("@odata.context")?.get()).ok()?;
            if !context.ends_with("/$deletedEntity") {
                return None;
            }
            extra.get("reason").and_then(|reason| serde_json::from_str(reason.get()).ok())
        }
    };
    Some(match reason.as_deref() {
        Some("changed") => Removal::Changed,
        Some("deleted") => Removal::Deleted,
        other => Removal::Other(other.unwrap_or_default().into()),
    })
}

fn member(object: &RawValue, name: &str) -> Option<String> {
    let object: serde_json::Value = serde_json::from_str(object.get()).ok()?;
    object.get(name)?.as_str().map(str::to_owned)
}

impl<T: Structured> Value for Change<Object<T>> {
    type Codec = Self;
}

impl<T: Structured> Codec<Self> for Change<Object<T>> {
    fn read_value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decoded<Self>, D::Error> {
        <Object<T> as Value>::Codec::read_value(deserializer).map(|read: Decoded<Object<T>>| match read {
            Decoded::Value(item) => Decoded::Value(item.into()),
            Decoded::Null => Decoded::Null,
            Decoded::Misfit(raw) => Decoded::Misfit(raw),
        })
    }

    fn write_value<S: Serializer>(value: &Self, serializer: S) -> Result<S::Ok, S::Error> {
        <Object<T> as Value>::Codec::write_value(value.item(), serializer)
    }
}

impl fmt::Display for Removal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Changed => "changed",
            Self::Deleted => "deleted",
            Self::Other(reason) => reason,
        })
    }
}
