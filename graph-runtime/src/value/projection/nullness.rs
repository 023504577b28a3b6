//! Whether properties and fields may be `null`.

use crate::value::{
    item_type::ItemType,
    property::{CreateOnly, NotNull, Property, ReadOnly, Writable},
    structured::Structured,
};

/// The type of a field can hold `null`.
#[derive(Clone, Copy, Debug)]
pub enum MaybeNull {}

/// The type of a field cannot hold `null`.
#[derive(Clone, Copy, Debug)]
pub enum NeverNull {}

/// Whether a field can be read from the property `C`: [`MaybeNull`] always can, [`NeverNull`] if the property is never
/// `null`.
///
/// A collection is never `null`, only empty: OData CSDL 4.01, section 7.2.1.
#[diagnostic::on_unimplemented(
    message = "this property may be `null`, which the type of its field cannot hold",
    label = "expected an `Option`",
    note = "with `#[projection(required)]` the type remains, and reading a `null` is an error",
    note = "with `#[projection(default)]` a `null` is read as the type's `Default`"
)]
pub trait HoldsNullOf<C> {}

impl<C> HoldsNullOf<C> for MaybeNull {}
impl<T, V, A> HoldsNullOf<Property<T, V, NotNull<A>>> for NeverNull {}
impl<T, V> HoldsNullOf<Property<T, Vec<V>, Writable>> for NeverNull {}
impl<T, V> HoldsNullOf<Property<T, Vec<V>, CreateOnly>> for NeverNull {}
impl<T, V> HoldsNullOf<Property<T, Vec<V>, ReadOnly>> for NeverNull {}

/// A type that a navigation property leads to, and for which code was generated.
#[diagnostic::on_unimplemented(
    message = "the type that this navigation property leads to was not generated",
    label = "its entities are not known",
    note = "add the name of the type to the selectors, such as `microsoft.graph.message`"
)]
pub trait GeneratedType {
    /// Returns the type of the entities.
    #[doc(hidden)]
    fn item_type() -> ItemType;
}

#[diagnostic::do_not_recommend]
impl<T: Structured> GeneratedType for T {
    fn item_type() -> ItemType {
        ItemType::of::<T>()
    }
}
