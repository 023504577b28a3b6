use std::{fmt, marker::PhantomData};

/// The multiplicity of a navigation property to one entity.
#[derive(Clone, Copy, Debug)]
pub enum One {}

/// The multiplicity of a navigation property to a collection of entities.
#[derive(Clone, Copy, Debug)]
pub enum Many {}

/// A placeholder for the type of a navigation property for which no code was generated, because it is not selected.
#[derive(Clone, Copy, Debug)]
pub enum Unselected {}

/// A navigation property of an entity type: `Group::MEMBERS`.
///
/// `T` is the type with the property, `V` the type of the related entities, `M` their multiplicity: [`One`] or
/// [`Many`].
pub struct NavigationProperty<T, V, M> {
    name: &'static str,
    marker: PhantomData<(T, V, M)>,
}

/// Creates a navigation property from its name on the wire, for generated code.
///
/// A free function takes rustc a quarter less time for each constant than an associated function.
#[must_use]
pub const fn navigation<T, V, M>(name: &'static str) -> NavigationProperty<T, V, M> {
    NavigationProperty { name, marker: PhantomData }
}

impl<T, V, M> NavigationProperty<T, V, M> {
    /// Returns the name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<T, V, M> Clone for NavigationProperty<T, V, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, V, M> Copy for NavigationProperty<T, V, M> {}

impl<T, V, M> fmt::Debug for NavigationProperty<T, V, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
