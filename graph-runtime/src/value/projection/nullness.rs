//! Whether properties and fields may be `null`.

use crate::value::property::{CreateOnly, NavigationProperty, NotNull, Property, ReadOnly, Writable};

/// The type of a field can hold `null`.
#[derive(Clone, Copy, Debug)]
pub enum MaybeNull {}

/// The type of a field cannot hold `null`.
#[derive(Clone, Copy, Debug)]
pub enum NeverNull {}

/// Whether a property may have a field whose type is `N`: [`MaybeNull`] or [`NeverNull`].
///
/// A collection is never `null`, only empty: OData CSDL 4.01, section 7.2.1.
#[diagnostic::on_unimplemented(
    message = "this property may be `null`, which the type of its field cannot hold",
    label = "expected an `Option`",
    note = "with `#[projection(required)]` the type remains, and reading a `null` is an error",
    note = "with `#[projection(default)]` a `null` is read as the type's `Default`"
)]
pub trait AllowedBy<N> {}

impl<T, V, A> AllowedBy<MaybeNull> for Property<T, V, A> {}
impl<T, V, A> AllowedBy<NeverNull> for Property<T, V, NotNull<A>> {}
impl<T, V> AllowedBy<NeverNull> for Property<T, Vec<V>, Writable> {}
impl<T, V> AllowedBy<NeverNull> for Property<T, Vec<V>, CreateOnly> {}
impl<T, V> AllowedBy<NeverNull> for Property<T, Vec<V>, ReadOnly> {}
impl<T, V, M> AllowedBy<MaybeNull> for NavigationProperty<T, V, M> {}
