use std::{fmt, marker::PhantomData};

/// A navigation property leads to one entity.
#[derive(Clone, Copy, Debug)]
pub enum One {}

/// A navigation property leads to a collection of entities.
#[derive(Clone, Copy, Debug)]
pub enum Many {}

/// Stands for a type that a navigation property leads to and that is not selected: no code was generated for it.
#[derive(Clone, Copy, Debug)]
pub enum Unselected {}

/// A navigation property of an entity type: `Group::MEMBERS`. `T` is the type that has it, `V` the type it leads to, `M` says to how
/// many: [`One`] or [`Many`].
pub struct NavigationProperty<T, V, M> {
    name: &'static str,
    marker: PhantomData<(T, V, M)>,
}

/// A property by its name on the wire; generated code calls this. It is a function by itself since rustc needs a quarter less time for a
/// constant of it than for one of an associated function.
#[must_use]
pub const fn navigation<T, V, M>(name: &'static str) -> NavigationProperty<T, V, M> {
    NavigationProperty { name, marker: PhantomData }
}

impl<T, V, M> NavigationProperty<T, V, M> {
    /// The name on the wire.
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
