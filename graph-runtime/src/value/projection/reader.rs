use std::{any::type_name, fmt, vec::Drain};

use super::{
    described::{Described, Kind},
    field_of::FieldOf,
    nullness::HoldsNullOf,
    projected_as::{Asserted, Checked, ProjectedAs, ValueProperty},
    related::Gap,
};
use crate::value::slot::Slot;

/// Provides the values of a [`Projection`](super::Projection)'s fields one by one.
///
/// The code of `#[derive(Projection)]` calls its methods, in the order of the fields. They return `None` if there is no
/// value, and also while the fields are described.
pub struct ProjectionReader<'a> {
    source: Source<'a>,
    /// The first field without a value.
    gap: Option<(usize, Gap)>,
    fields: usize,
}

enum Source<'a> {
    /// Collects the descriptions of all fields.
    Descriptions(&'a mut Vec<Described>),
    /// The values that were read.
    Values(Drain<'a, Slot>),
}

impl<'a> ProjectionReader<'a> {
    pub(super) const fn describing(fields: &'a mut Vec<Described>) -> Self {
        Self { source: Source::Descriptions(fields), gap: None, fields: 0 }
    }

    pub(super) const fn reading(values: Drain<'a, Slot>) -> Self {
        Self { source: Source::Values(values), gap: None, fields: 0 }
    }

    /// Returns the index of the first field without a value, and why it has none.
    pub(super) const fn gap(&self) -> Option<(usize, Gap)> {
        self.gap
    }

    /// Returns the value of a field whose type can hold whatever the property may be.
    pub fn field<F, C: ProjectedAs<F, Checked>>(&mut self, property: C) -> Option<F> {
        self.value(|| property.describe(), C::take)
    }

    /// Returns the value of a field for which a `null` is an error although the property may be `null`.
    pub fn required<F, C: ProjectedAs<F, Asserted>>(&mut self, property: C) -> Option<F> {
        self.value(|| property.describe(), C::take)
    }

    /// Returns the value of a field, or its default for a property that is `null` or missing.
    pub fn or_default<F: Default, C: ProjectedAs<F, Asserted>>(&mut self, property: C) -> Option<F> {
        self.value(
            || property.describe(),
            |values| match C::take(values) {
                Err(Gap::Missing | Gap::Null) => Ok(F::default()),
                taken => taken,
            },
        )
    }

    /// Returns the converted value of a property that is never `null`; `convert` returns `None` for a value that is not
    /// valid.
    pub fn converted<F, C>(&mut self, property: C, convert: fn(C::Value) -> Option<F>) -> Option<F>
    where
        C: ValueProperty + ProjectedAs<C::Value, Checked>,
    {
        self.value(|| property.describe(), |values| convert(C::take(values)?).ok_or(Gap::Unconverted(type_name::<F>())))
    }

    /// Returns the converted value of a property for which a `null` is an error although it may be `null`.
    pub fn required_converted<F, C>(&mut self, property: C, convert: fn(C::Value) -> Option<F>) -> Option<F>
    where
        C: ValueProperty + ProjectedAs<C::Value, Asserted>,
    {
        self.value(|| property.describe(), |values| convert(C::take(values)?).ok_or(Gap::Unconverted(type_name::<F>())))
    }

    /// Returns the converted value of a property that may be `null`.
    pub fn optional_converted<F, C>(&mut self, property: C, convert: fn(C::Value) -> Option<F>) -> Option<Option<F>>
    where
        C: ValueProperty + ProjectedAs<Option<C::Value>, Checked>,
    {
        self.value(
            || property.describe(),
            |values| match <C as ProjectedAs<Option<C::Value>, Checked>>::take(values)? {
                Some(value) => convert(value).map(Some).ok_or(Gap::Unconverted(type_name::<F>())),
                None => Ok(None),
            },
        )
    }

    /// Returns control information, such as the ETag, whose name has no prefix in OData 4.01.
    pub fn control<F>(&mut self, name: &'static str, short: &'static str) -> Option<F>
    where
        F: FieldOf<String, Nullness: HoldsNullOf<ControlInformation>>,
    {
        self.value(
            || Described::named(name, Kind::Control { read: F::read, short }),
            |values| F::take(values.next().unwrap_or_default()),
        )
    }

    fn value<F>(
        &mut self,
        describe: impl FnOnce() -> Described,
        take: impl FnOnce(&mut dyn Iterator<Item = Slot>) -> Result<F, Gap>,
    ) -> Option<F> {
        let index = self.fields;
        self.fields += 1;
        match &mut self.source {
            Source::Descriptions(fields) => {
                fields.push(describe());
                None
            }
            Source::Values(values) => match take(values) {
                Ok(value) => Some(value),
                Err(gap) => {
                    self.gap.get_or_insert((index, gap));
                    None
                }
            },
        }
    }
}

/// Control information of an entity, which a service may omit.
#[derive(Clone, Copy, Debug)]
pub enum ControlInformation {}

impl fmt::Debug for ProjectionReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProjectionReader").field("fields", &self.fields).finish_non_exhaustive()
    }
}
