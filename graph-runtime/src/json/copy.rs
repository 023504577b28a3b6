//! `Clone` and `PartialEq` of structured types, out of what reading and writing need anyway: derives would be a third of what a type
//! costs to compile.

use std::any::Any;

use super::{PropertyReader, PropertyWriter, Structured, Value};

/// Copies a structured value.
pub fn clone_structured<T: Structured>(value: &T) -> T {
    let mut copy = T::default();
    for (index, field) in fields(value) {
        copy.read(index, &mut Copier { field });
    }
    *copy.extra_mut() = value.extra().clone();
    copy
}

/// Compares two structured values, property by property.
pub fn eq_structured<T: Structured>(left: &T, right: &T) -> bool {
    let mut comparer = Comparer { fields: fields(left), next: 0, is_equal: true };
    right.write(&mut comparer);
    comparer.is_equal && comparer.next == comparer.fields.len() && left.extra() == right.extra()
}

/// The properties that are set, in declared order. A field is an `Option` of its type.
fn fields<T: Structured>(value: &T) -> Vec<(usize, &dyn Any)> {
    let mut collector = Collector(Vec::new());
    value.write(&mut collector);
    collector.0
}

struct Collector<'a>(Vec<(usize, &'a dyn Any)>);

impl<'a> PropertyWriter<'a> for Collector<'a> {
    fn put<T: Value>(&mut self, index: usize, value: &'a Option<T>) {
        if value.is_some() {
            self.0.push((index, value));
        }
    }
}

struct Copier<'a> {
    field: &'a dyn Any,
}

impl PropertyReader for Copier<'_> {
    fn read<T: Value>(&mut self, field: &mut Option<T>) {
        if let Some(value) = self.field.downcast_ref::<Option<T>>() {
            field.clone_from(value);
        }
    }
}

/// Takes the other value's properties, which come in the same order.
struct Comparer<'a> {
    fields: Vec<(usize, &'a dyn Any)>,
    next: usize,
    is_equal: bool,
}

impl PropertyWriter<'_> for Comparer<'_> {
    fn put<T: Value>(&mut self, index: usize, value: &Option<T>) {
        if self.is_equal && value.is_some() {
            let other = self.fields.get(self.next).filter(|(at, _)| *at == index);
            self.is_equal = other.is_some_and(|(_, field)| field.downcast_ref() == Some(value));
            self.next += 1;
        }
    }
}
