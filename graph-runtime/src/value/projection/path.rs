//! Paths to properties within complex values, by the fields of generated structs.

use std::{borrow::Cow, fmt, marker::PhantomData, ptr};

use super::{
    described::{Described, Kind},
    field_of::FieldOf,
    nullness::HoldsNullOf,
    projected_as::{Asserted, Checked, ProjectedAs, ValueProperty},
    related::Gap,
};
use crate::value::{
    codec::Value, field::Field, object::Object, object::empty, property::Property, property_writer::fields, slot::Slot,
    structured::Structured,
};

/// A property within complex values; made by [`path`].
///
/// `C` is the path to the complex value, `G` a function that returns the field of its struct, `W` the type of the
/// property.
pub struct PropertyPath<C, G, W> {
    before: C,
    field: G,
    value: PhantomData<fn() -> W>,
}

/// Returns the path to a property within a complex value, for `#[projection(path = "…")]`.
///
/// The property is given by the field of the generated struct, because a macro cannot name the type of the complex
/// value.
pub const fn path<C: Steps, W, G: Fn(&C::Inner) -> &Option<W>>(before: C, field: G) -> PropertyPath<C, G, W> {
    PropertyPath { before, field, value: PhantomData }
}

/// A property that a path can lead through, because its value is complex.
#[diagnostic::on_unimplemented(
    message = "a path cannot lead through this property",
    label = "expected a property whose value is one complex value",
    note = "the entities of a navigation property are read with a projection of their own"
)]
pub trait Steps {
    /// The type of the complex value.
    type Inner: Structured;

    /// Adds the names on the wire.
    #[doc(hidden)]
    fn add_to(&self, names: &mut Vec<Cow<'static, str>>);
}

impl<T, V: Structured, A> Steps for Property<T, Object<V>, A> {
    type Inner = V;

    fn add_to(&self, names: &mut Vec<Cow<'static, str>>) {
        names.push(self.name().into());
    }
}

impl<C: Steps, G: Fn(&C::Inner) -> &Option<Object<W>>, W: Structured> Steps for PropertyPath<C, G, Object<W>> {
    type Inner = W;

    fn add_to(&self, names: &mut Vec<Cow<'static, str>>) {
        self.before.add_to(names);
        names.push(name_of(&self.field).into());
    }
}

/// Returns the name on the wire of a field: the one of the property at its place.
fn name_of<V: Structured, W: Value>(field: &impl Fn(&V) -> &Option<W>) -> &'static str {
    let value: V = empty();
    let wanted: *const dyn Field = field(&value);
    let index = fields(&value).into_iter().position(|known| ptr::addr_eq(known, wanted));
    index.and_then(|index| V::properties().get(index)).copied().unwrap_or_default()
}

impl<C, G, W> ValueProperty for PropertyPath<C, G, W> {
    type Value = W;
}

impl<C: Steps, G: Fn(&C::Inner) -> &Option<W>, W: Value> PropertyPath<C, G, W> {
    fn describe<F: FieldOf<W>>(&self) -> Described {
        let mut path = Vec::new();
        self.before.add_to(&mut path);
        path.push(name_of(&self.field).into());
        Described { path, declared_by: None, kind: Kind::Value { read: F::read, parts: F::parts() } }
    }
}

impl<C, G, W, F> ProjectedAs<F, Checked> for PropertyPath<C, G, W>
where
    C: Steps,
    G: Fn(&C::Inner) -> &Option<W>,
    W: Value,
    // A step may be missing, so that the value may be, too.
    F: FieldOf<W, Nullness: HoldsNullOf<Self>>,
{
    fn describe(&self) -> Described {
        self.describe::<F>()
    }

    fn take(values: &mut dyn Iterator<Item = Slot>) -> Result<F, Gap> {
        F::take(values.next().unwrap_or_default())
    }
}

impl<C, G, W, F> ProjectedAs<F, Asserted> for PropertyPath<C, G, W>
where
    C: Steps,
    G: Fn(&C::Inner) -> &Option<W>,
    W: Value,
    F: FieldOf<W>,
{
    fn describe(&self) -> Described {
        self.describe::<F>()
    }

    fn take(values: &mut dyn Iterator<Item = Slot>) -> Result<F, Gap> {
        F::take(values.next().unwrap_or_default())
    }
}

impl<C, G, W> fmt::Debug for PropertyPath<C, G, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PropertyPath(…)")
    }
}
