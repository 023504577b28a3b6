//! Structs of an application that say what is read: see [`Projection`].

mod described;
mod field_of;
mod nullness;
mod page_item;
mod path;
mod projected_as;
#[allow(clippy::module_inception, reason = "the file of the trait that the folder is about")]
mod projection;
mod reader;
mod related;
mod shape;

pub(super) use self::shape::Shapes;
pub(crate) use self::{
    described::{Kind, Nested},
    projection::{Whole, read_item_or_change, read_whole},
    related::{Gap, nested},
};
pub use self::{
    field_of::FieldOf,
    nullness::{GeneratedType, HoldsNullOf, MaybeNull, NeverNull},
    page_item::PageItem,
    path::{PropertyPath, Steps, path},
    projected_as::{Asserted, Cast, Checked, Derived, ProjectedAs, ValueProperty, cast, derived_property},
    projection::{Projection, read_projection},
    reader::{ControlInformation, ProjectionReader},
    related::{RelatedMany, RelatedOne},
};
