//! Fields for navigation properties.

use std::any::{TypeId, type_name};

use super::{
    described::Nested,
    nullness::{MaybeNull, NeverNull},
    projection::{Projection, described, read_projection},
};
use crate::value::{
    derived::DerivedFrom,
    item_type::ItemType,
    json::{JsonError, JsonReader},
    slot::Slot,
};

/// Why a field has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The service sent nothing.
    Missing,
    /// The service sent `null`.
    Null,
    /// The value cannot be converted to the type with this name.
    Unconverted(&'static str),
    /// The service sent a link to further entities.
    Incomplete,
}

impl Gap {
    /// Returns an error for a slot without a value.
    pub(super) fn of(slot: &Slot) -> Result<(), Self> {
        match slot {
            Slot::Empty => Err(Self::Missing),
            Slot::Null => Err(Self::Null),
            _ => Ok(()),
        }
    }

    /// Returns what is wrong.
    pub(super) fn message(self) -> String {
        match self {
            Self::Missing => "the service did not send the property".to_owned(),
            Self::Null => "expected a value other than `null`".to_owned(),
            Self::Unconverted(name) => format!("the value is not a valid `{name}`"),
            Self::Incomplete => {
                "the service sent only some of the related entities; a field of type `Page` has the link to the rest"
                    .to_owned()
            }
        }
    }
}

/// A type that a field can have whose property leads to one related `V`: an `Option` of a [`Projection`].
///
/// It is `None` if there is no related entity. An `Option<Option<…>>` distinguishes `null`, `Some(None)`, from a
/// property that the service omits.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot hold the `{V}` that this navigation property leads to",
    label = "expected an `Option` of a struct with `#[derive(Projection)]` for `{V}`, or for a type derived from it"
)]
pub trait RelatedOne<V>: Sized {
    /// The projection.
    type Row: Projection;
    /// Whether it can hold `null`: [`MaybeNull`] or [`NeverNull`].
    type Nullness;

    /// Returns the value that was read.
    #[doc(hidden)]
    fn take(slot: Slot) -> Result<Self, Gap>;
}

impl<V, P: Projection<Of: DerivedFrom<V>>> RelatedOne<V> for P {
    type Row = P;
    type Nullness = NeverNull;

    fn take(slot: Slot) -> Result<Self, Gap> {
        Gap::of(&slot)?;
        slot.into_other().ok_or(Gap::Missing)
    }
}

impl<V, P: Projection<Of: DerivedFrom<V>>> RelatedOne<V> for Option<P> {
    type Row = P;
    type Nullness = MaybeNull;

    fn take(slot: Slot) -> Result<Self, Gap> {
        Ok(slot.into_other())
    }
}

impl<V, P: Projection<Of: DerivedFrom<V>>> RelatedOne<V> for Option<Option<P>> {
    type Row = P;
    type Nullness = MaybeNull;

    fn take(slot: Slot) -> Result<Self, Gap> {
        Ok(if let Slot::Empty = slot { None } else { Some(slot.into_other()) })
    }
}

/// A type that a field can have whose property leads to several related `V`.
///
/// - `Vec` of a [`Projection`]. It is an error if the service sends only some of them, with a link to the rest.
/// - [`Page`](crate::Page) of a projection, which has that link and the number of all entities.
/// - `Option` of these, which is `None` if the service omits the property.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot hold the `{V}`s that this navigation property leads to",
    label = "expected a `Vec` of a struct with `#[derive(Projection)]` for `{V}`, or for a type derived from it",
    note = "a `Page` instead of the `Vec` has the link to the rest, and their number"
)]
pub trait RelatedMany<V>: Sized {
    /// The projection.
    type Row: Projection;

    /// Returns the values that were read: the entities, the link to more, and the number of all.
    #[doc(hidden)]
    fn take(entities: Slot, next_link: Option<String>, count: Option<i64>) -> Result<Self, Gap>;
}

impl<V, P: Projection<Of: DerivedFrom<V>>> RelatedMany<V> for Vec<P> {
    type Row = P;

    fn take(entities: Slot, next_link: Option<String>, _: Option<i64>) -> Result<Self, Gap> {
        Gap::of(&entities)?;
        match next_link {
            Some(_) => Err(Gap::Incomplete),
            None => entities.into_other().ok_or(Gap::Missing),
        }
    }
}

impl<V, F: RelatedMany<V>> RelatedMany<V> for Option<F> {
    type Row = F::Row;

    fn take(entities: Slot, next_link: Option<String>, count: Option<i64>) -> Result<Self, Gap> {
        match F::take(entities, next_link, count) {
            Ok(value) => Ok(Some(value)),
            Err(Gap::Missing | Gap::Null) => Ok(None),
            Err(gap) => Err(gap),
        }
    }
}

/// Describes a projection within another one.
pub(crate) fn nested<P: Projection>() -> Nested {
    Nested { id: TypeId::of::<P>(), name: type_name::<P>(), of: ItemType::of::<P::Of>(), describe: described::<P> }
}

/// Reads an object or `null`.
pub(super) fn read_one<P: Projection>(json: &mut JsonReader<'_>) -> Result<Slot, JsonError> {
    if json.peek() == b'n' {
        json.token()?;
        return Ok(Slot::Null);
    }
    let value = read_projection::<P>(json)?;
    json.charge(size_of::<P>())?;
    Ok(Slot::other(value))
}
