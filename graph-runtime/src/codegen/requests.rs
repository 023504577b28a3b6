//! The requests that generated request builders have in common, as functions: rustc checks a call of a free function faster than one of an
//! associated function with the same arguments, and generated code has thousands.

use crate::{
    body::Body,
    parts::Resource,
    request::{Count, Get, List, Write},
    value::{DerivedFrom, Object, Structured},
};

/// Reads a resource. The operation is named after the type.
pub fn get<T: Structured, C>(resource: &Resource) -> Get<T, C> {
    Get::new(resource, T::TYPE_NAME, &[])
}

/// Lists the items of a collection. The operation is named after the type.
pub fn list<T: Structured, C>(resource: &Resource) -> List<T, C> {
    List::new(resource, T::TYPE_NAME, &[])
}

/// Counts the items of a collection.
pub fn count<T>(resource: &Resource, name: &'static str) -> Count<T> {
    Count::new(resource, name)
}

/// Creates an item of a collection of `T`.
pub fn create<T: Structured, D: DerivedFrom<T>, F>(resource: &Resource, body: Body<D, F>) -> Write<Object<T>> {
    Write::create::<T, D, F>(resource, T::TYPE_NAME, body)
}

/// Updates a resource that is declared as a `T`.
pub fn update<T: Structured, D: DerivedFrom<T>>(resource: &Resource, body: Body<D>) -> Write<Option<Object<T>>> {
    Write::update::<T, D>(resource, T::TYPE_NAME, body)
}

/// Replaces a resource that is declared as a `T`.
pub fn replace<T: Structured, D: DerivedFrom<T>, F>(resource: &Resource, body: Body<D, F>) -> Write<Option<Object<T>>> {
    Write::replace::<T, D, F>(resource, T::TYPE_NAME, body)
}

/// Deletes a resource.
pub fn delete(resource: &Resource, name: &'static str) -> Write<()> {
    Write::delete(resource, None, name)
}
