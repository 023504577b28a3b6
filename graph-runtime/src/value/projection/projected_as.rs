//! What fields of projections are made of: constants of properties.

use super::{
    described::{Described, Kind, Related},
    field_of::{FieldOf, read_objects},
    nullness::{GeneratedType, HoldsNullOf},
    related::{Gap, RelatedMany, RelatedOne, nested, read_one},
};
use crate::value::{
    codec::Value,
    derived::DerivedFrom,
    item_type::ItemType,
    property::{Many, NavigationProperty, One, Property},
    slot::Slot,
    structured::Structured,
};

/// The type of the field can hold `null` if the property may be.
#[derive(Clone, Copy, Debug)]
pub enum Checked {}

/// The application says how `null` is read, although the property may be.
#[derive(Clone, Copy, Debug)]
pub enum Asserted {}

/// A property that a field of type `F` is read from.
///
/// It is implemented for the constants of generated types. `M` is [`Checked`] or [`Asserted`].
pub trait ProjectedAs<F, M> {
    /// Describes what is requested, and how it is read.
    #[doc(hidden)]
    fn describe(&self) -> Described;

    /// Takes the values that were read for the field.
    #[doc(hidden)]
    fn take(values: &mut dyn Iterator<Item = Slot>) -> Result<F, Gap>;
}

/// A structural property, or a path to one, whose value can be converted with `#[projection(try_from)]`.
#[diagnostic::on_unimplemented(
    message = "this property has no value to convert",
    label = "expected a structural property",
    note = "the entities of a navigation property are read with a projection of their own"
)]
pub trait ValueProperty {
    /// The type of the value.
    type Value;
}

impl<T, V, A> ValueProperty for Property<T, V, A> {
    type Value = V;
}

impl<C: ValueProperty> ValueProperty for Derived<C> {
    type Value = C::Value;
}

/// Implements the trait for both modes: the first bound is that of `Checked` alone.
macro_rules! projected_as {
    ($(
        [$($parameters:tt)*] $property:ty, $field:ident: $bound:path, [$($checked:tt)*], $describe:expr, $take:expr;
    )*) => {$(
        impl<$($parameters)*, $field: $bound> ProjectedAs<$field, Checked> for $property
        where
            $($checked)*
        {
            fn describe(&self) -> Described {
                Described::named(self.name(), $describe)
            }

            fn take(values: &mut dyn Iterator<Item = Slot>) -> Result<$field, Gap> {
                $take(values)
            }
        }

        impl<$($parameters)*, $field: $bound> ProjectedAs<$field, Asserted> for $property {
            fn describe(&self) -> Described {
                Described::named(self.name(), $describe)
            }

            fn take(values: &mut dyn Iterator<Item = Slot>) -> Result<$field, Gap> {
                $take(values)
            }
        }
    )*};
}

projected_as! {
    [T, V, A] Property<T, V, A>, F: FieldOf<V>, [F::Nullness: HoldsNullOf<Self>],
        Kind::Value { read: F::read, parts: F::parts() },
        |values: &mut dyn Iterator<Item = Slot>| F::take(next(values));
    [T, V: GeneratedType] NavigationProperty<T, V, One>, F: RelatedOne<V>, [F::Nullness: HoldsNullOf<Self>],
        Kind::Related(Related {
            read: read_one::<F::Row>, of: nested::<F::Row>(), declared: V::item_type(), cast: None,
            is_collection: false,
        }),
        |values: &mut dyn Iterator<Item = Slot>| F::take(next(values));
    [T, V: GeneratedType] NavigationProperty<T, V, Many>, F: RelatedMany<V>, [],
        Kind::Related(Related {
            read: read_objects::<F::Row>, of: nested::<F::Row>(), declared: V::item_type(), cast: None,
            is_collection: true,
        }),
        |values: &mut dyn Iterator<Item = Slot>| {
            let (entities, next_link, count) = (next(values), next(values), next(values));
            F::take(entities, String::from_slot(next_link), i64::from_slot(count))
        };
}

fn next(values: &mut dyn Iterator<Item = Slot>) -> Slot {
    values.next().unwrap_or_default()
}

/// A navigation property whose entities are restricted to the type of the field's projection; made by [`cast`].
#[derive(Clone, Copy, Debug)]
pub struct Cast<C>(C);

/// Restricts the entities of a navigation property to the type of the field's projection, for `#[projection(cast)]`.
pub const fn cast<T, V, M>(property: NavigationProperty<T, V, M>) -> Cast<NavigationProperty<T, V, M>> {
    Cast(property)
}

impl<F, M, C: ProjectedAs<F, M>> ProjectedAs<F, M> for Cast<C> {
    fn describe(&self) -> Described {
        let mut described = self.0.describe();
        if let Kind::Related(related) = &mut described.kind {
            related.cast = Some(related.of.of.name);
        }
        described
    }

    fn take(values: &mut dyn Iterator<Item = Slot>) -> Result<F, Gap> {
        C::take(values)
    }
}

/// A property that a derived type declares; made by [`derived_property`].
#[derive(Clone, Copy, Debug)]
pub struct Derived<C> {
    property: C,
    /// The projected type.
    of: ItemType,
    declared_by: ItemType,
}

/// Requests a property that the type `D` declares, which is derived from the projected type `T`, for
/// `#[projection(derived = D)]`.
pub const fn derived_property<T: Structured, D: DerivedFrom<T>, C>(property: C) -> Derived<C> {
    Derived { property, of: ItemType::of::<T>(), declared_by: ItemType::of::<D>() }
}

impl<F, M, C: ProjectedAs<F, M>> ProjectedAs<F, M> for Derived<C> {
    fn describe(&self) -> Described {
        let is_derived = self.declared_by.name != self.of.name;
        Described { declared_by: is_derived.then_some(self.declared_by), ..self.property.describe() }
    }

    fn take(values: &mut dyn Iterator<Item = Slot>) -> Result<F, Gap> {
        C::take(values)
    }
}
