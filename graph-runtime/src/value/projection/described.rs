use std::{any::TypeId, borrow::Cow};

use crate::value::{item_type::ItemType, property_reader::ReadSlot};

/// A field of a [`Projection`](super::Projection): what is requested for it, and how it is read.
#[derive(Debug)]
pub struct Described {
    /// The names of the property on the wire; several if it is within complex values.
    pub(crate) path: Vec<Cow<'static, str>>,
    /// The derived type that declares the property.
    pub(crate) declared_by: Option<ItemType>,
    pub(crate) kind: Kind,
}

/// What a field is read from.
#[derive(Debug)]
pub(crate) enum Kind {
    /// A structural property; `parts` are those that are read of a complex value.
    Value { read: ReadSlot, parts: Option<Nested> },
    /// A navigation property.
    Related(Related),
    /// Control information, such as an ETag, which is not selected. OData 4.01 has a second form of the name.
    Control { read: ReadSlot, short: &'static str },
}

/// Related entities, which are expanded.
#[derive(Debug)]
pub(crate) struct Related {
    pub(crate) read: ReadSlot,
    pub(crate) of: Nested,
    /// The type that the navigation property leads to.
    pub(crate) declared: ItemType,
    /// The type to which the related entities are restricted in the request.
    pub(crate) cast: Option<&'static str>,
    pub(crate) is_collection: bool,
}

/// A projection within another one.
#[derive(Clone, Copy, Debug)]
pub struct Nested {
    pub(crate) id: TypeId,
    /// The name of the struct, for errors.
    pub(crate) name: &'static str,
    /// The type that is projected.
    pub(crate) of: ItemType,
    pub(crate) describe: fn() -> Vec<Described>,
}

impl Described {
    pub(super) fn named(name: &'static str, kind: Kind) -> Self {
        Self { path: vec![name.into()], declared_by: None, kind }
    }
}
