use super::{
    described::Nested,
    nullness::{MaybeNull, NeverNull},
    projection::{Projection, read_projection},
    related::{Gap, nested, read_one},
};
use crate::value::{
    codec::{Decoded, Value, read_list},
    enumeration::{Enumerated, Member},
    json::{JsonError, JsonReader},
    object::Object,
    slot::Slot,
};

/// A type that a field can have whose property is a `V`.
///
/// | property | fields |
/// |---|---|
/// | `V`, any type | `V` |
/// | [`Member<E>`](crate::Member) | `E`, the enumeration itself; a member that it lacks is an error |
/// | [`Object<T>`](crate::Object) | a [`Projection`] of `T` |
/// | `Vec<Member<E>>`, `Vec<Object<T>>` | `Vec` of these |
///
/// Each also has a field of an `Option`, which is `None` for `null` and if the service omits the property, and of an
/// `Option<Option<…>>`, which distinguishes them: `Some(None)` is `null`.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot hold this property, which is a `{V}`",
    label = "expected `{V}`, or an `Option` of it",
    note = "a complex value, `Object<…>`, can also be a struct with `#[derive(Projection)]` for the same type",
    note = "a member of an enumeration, `Member<…>`, can also be the enumeration itself",
    note = "a type of your own that implements `TryFrom` is converted to with `#[projection(try_from)]`"
)]
pub trait FieldOf<V>: Sized {
    /// Whether it can hold `null`: [`MaybeNull`] or [`NeverNull`].
    type Nullness;

    /// Returns the projection of a complex value.
    #[doc(hidden)]
    fn parts() -> Option<Nested> {
        None
    }

    /// Reads a value.
    #[doc(hidden)]
    fn read(json: &mut JsonReader<'_>) -> Result<Slot, JsonError>;

    /// Returns the value that was read.
    #[doc(hidden)]
    fn take(slot: Slot) -> Result<Self, Gap>;
}

/// Implements the trait for a type, its `Option`, and the `Option` of that.
macro_rules! fields {
    ($([$($parameters:tt)*] $field:ty: $value:ty, $read:expr, $take:expr, $parts:expr;)*) => {$(
        impl<$($parameters)*> FieldOf<$value> for $field {
            type Nullness = NeverNull;

            fn parts() -> Option<Nested> {
                $parts
            }

            fn read(json: &mut JsonReader<'_>) -> Result<Slot, JsonError> {
                $read(json)
            }

            fn take(slot: Slot) -> Result<Self, Gap> {
                Gap::of(&slot)?;
                $take(slot).ok_or(Gap::Missing)
            }
        }

        impl<$($parameters)*> FieldOf<$value> for Option<$field> {
            type Nullness = MaybeNull;

            fn parts() -> Option<Nested> {
                $parts
            }

            fn read(json: &mut JsonReader<'_>) -> Result<Slot, JsonError> {
                $read(json)
            }

            fn take(slot: Slot) -> Result<Self, Gap> {
                Ok($take(slot))
            }
        }

        impl<$($parameters)*> FieldOf<$value> for Option<Option<$field>> {
            type Nullness = MaybeNull;

            fn parts() -> Option<Nested> {
                $parts
            }

            fn read(json: &mut JsonReader<'_>) -> Result<Slot, JsonError> {
                $read(json)
            }

            fn take(slot: Slot) -> Result<Self, Gap> {
                Ok(if let Slot::Empty = slot { None } else { Some($take(slot)) })
            }
        }
    )*};
}

fields! {
    [V: Value] V: V, V::read_slot, V::from_slot, None;
    [E: Enumerated] E: Member<E>, read_member::<E>, Slot::into_other::<E>, None;
    [E: Enumerated] Vec<E>: Vec<Member<E>>, read_members::<E>, Slot::into_other::<Vec<E>>, None;
    [P: Projection] P: Object<P::Of>, read_one::<P>, Slot::into_other::<P>, Some(nested::<P>());
    [P: Projection] Vec<P>: Vec<Object<P::Of>>, read_objects::<P>, Slot::into_other::<Vec<P>>, Some(nested::<P>());
}

/// Reads a declared member.
fn declared<E: Enumerated>(json: &mut JsonReader<'_>) -> Result<Decoded<E>, JsonError> {
    json.peek();
    let at = json.position();
    Ok(match <Member<E> as Value>::read(json)? {
        Decoded::Value(Member::Known(member)) => Decoded::Value(member),
        Decoded::Value(Member::Unknown(_)) => {
            json.note_unknown_member(at, E::TYPE_NAME);
            Decoded::Misfit
        }
        Decoded::Null => Decoded::Null,
        Decoded::Misfit => Decoded::Misfit,
    })
}

fn read_member<E: Enumerated>(json: &mut JsonReader<'_>) -> Result<Slot, JsonError> {
    declared::<E>(json).map(slot_of)
}

fn read_members<E: Enumerated>(json: &mut JsonReader<'_>) -> Result<Slot, JsonError> {
    read_list(json, declared::<E>).map(slot_of)
}

/// Reads the values of a collection.
pub(super) fn read_objects<P: Projection>(json: &mut JsonReader<'_>) -> Result<Slot, JsonError> {
    read_list(json, |json| read_projection::<P>(json).map(Decoded::Value)).map(slot_of)
}

fn slot_of<T: 'static>(read: Decoded<T>) -> Slot {
    match read {
        Decoded::Value(value) => Slot::other(value),
        Decoded::Null => Slot::Null,
        Decoded::Misfit => Slot::Misfit(Box::default()),
    }
}
