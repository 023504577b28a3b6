//! What all request builders can do; what else the ones of a type can do is generated.
//!
//! Graph has 1,182 entity types, and most can be read, counted, created, updated and deleted in the same way. So the methods for that stand
//! here, once, and a generated [`Place`] says which of them there are.

mod collection;
mod entity;
mod method;
mod place;

pub use collection::CollectionRequestBuilder;
pub use entity::EntityRequestBuilder;
pub use method::{
    AddressesByKey, CollectionMethods, Counts, Creates, Deletes, EntityMethods, Gets, Lists, No, Updates, Yes,
};
pub use place::{Leads, Nothing, Place};
