//! `Clone` and `PartialEq` of structured types, built from reading and writing.
//!
//! Derives would be a third of the compile time of a type.

use std::{any::Any, vec::IntoIter};

use super::{
    codec::Value,
    object::Object,
    sealed::Sealed,
    structured::{PropertyReader, Structured},
    writer::PropertyWriter,
};

/// Copies a structured value.
pub(super) fn copy<T: Structured>(value: &Object<T>) -> Object<T> {
    let copy = T::build(&mut Copier { fields: fields(&value.value).into_iter() });
    Object { value: copy, extra: value.extra.clone() }
}

/// Compares two structured values, property by property.
pub(super) fn is_equal<T: Structured>(left: &Object<T>, right: &Object<T>) -> bool {
    let mut comparer = Comparer { fields: fields(&left.value).into_iter(), is_equal: true };
    right.value.write(&mut comparer);
    comparer.is_equal && left.extra == right.extra
}

/// Returns the fields in declared order, each as an `Option` of its type.
fn fields<T: Structured>(value: &T) -> Vec<&dyn Any> {
    let mut collector = Collector(Vec::with_capacity(T::properties().len()));
    value.write(&mut collector);
    collector.0
}

struct Collector<'a>(Vec<&'a dyn Any>);

impl Sealed for Collector<'_> {}

impl<'a> PropertyWriter<'a> for Collector<'a> {
    fn put<T: Value>(&mut self, value: &'a Option<T>) {
        self.0.push(value);
    }
}

struct Copier<'a> {
    fields: IntoIter<&'a dyn Any>,
}

impl Sealed for Copier<'_> {}

impl PropertyReader for Copier<'_> {
    fn property<T: Value>(&mut self) -> Option<T> {
        self.fields.next()?.downcast_ref::<Option<T>>()?.clone()
    }
}

/// Compares with the other value's properties, in the same order.
struct Comparer<'a> {
    fields: IntoIter<&'a dyn Any>,
    is_equal: bool,
}

impl Sealed for Comparer<'_> {}

impl PropertyWriter<'_> for Comparer<'_> {
    fn put<T: Value>(&mut self, value: &Option<T>) {
        let other = self.fields.next().and_then(|field| field.downcast_ref());
        self.is_equal = self.is_equal && other == Some(value);
    }
}
