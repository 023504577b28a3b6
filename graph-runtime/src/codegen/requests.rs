//! The requests that generated request builders have in common.
//!
//! They are free functions because rustc checks calls of them faster than calls of associated functions with the same
//! arguments, and generated code has thousands of such calls.

use crate::{
    body::Body,
    parts::Resource,
    request::{Count, Get, List, Write},
    value::{DerivedFrom, Object, Structured},
};

/// Creates a request that reads a resource. The operation is named after the type.
pub fn get<T: Structured, C>(resource: &Resource) -> Get<T, C> {
    Get::new(resource, T::TYPE_NAME, &[])
}

/// Creates a request that lists the items of a collection. The operation is named after the type.
pub fn list<T: Structured, C>(resource: &Resource) -> List<T, C> {
    List::new(resource, T::TYPE_NAME, &[])
}

/// Creates a request that counts the items of a collection.
pub fn count<T>(resource: &Resource, name: &'static str) -> Count<T> {
    Count::new(resource, name)
}

/// Creates a request that creates an item in a collection of `T`.
pub fn create<T: Structured, D: DerivedFrom<T>, F>(resource: &Resource, body: Body<D, F>) -> Write<Object<T>> {
    Write::create::<T, D, F>(resource, T::TYPE_NAME, body)
}

/// Creates a request that updates a resource that is declared as a `T`.
pub fn update<T: Structured, D: DerivedFrom<T>>(resource: &Resource, body: Body<D>) -> Write<Option<Object<T>>> {
    Write::update::<T, D>(resource, T::TYPE_NAME, body)
}

/// Creates a request that replaces a resource that is declared as a `T`.
pub fn replace<T: Structured, D: DerivedFrom<T>, F>(resource: &Resource, body: Body<D, F>) -> Write<Option<Object<T>>> {
    Write::replace::<T, D, F>(resource, T::TYPE_NAME, body)
}

/// Creates a request that deletes a resource.
pub fn delete(resource: &Resource, name: &'static str) -> Write<()> {
    Write::delete(resource, None, name)
}
