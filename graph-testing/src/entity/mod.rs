//! Entities of answers: generated structs, with related entities, as a service sends them.

mod entity;
mod expanded;
mod item;

pub(crate) use self::item::Related;
pub use self::{
    entity::{Entity, Plain, WithExtra, WithRelated},
    expanded::{Cardinality, Expanded},
    item::Item,
};
