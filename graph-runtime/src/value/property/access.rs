//! What a body may do with a property, as types: a [`Property`](crate::Property) has one of them.

/// A body may set the property.
#[derive(Clone, Copy, Debug)]
pub enum Writable {}

/// The property is settled when its entity is created (`Org.OData.Core.V1.Immutable`): a body for `create` may set it, one for `update`
/// may not.
#[derive(Clone, Copy, Debug)]
pub enum CreateOnly {}

/// No body may set the property: the service computes it (`Org.OData.Core.V1.Computed`), or it can be read only
/// (`Org.OData.Core.V1.Permissions`).
#[derive(Clone, Copy, Debug)]
pub enum ReadOnly {}
