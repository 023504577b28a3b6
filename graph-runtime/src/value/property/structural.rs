use std::{fmt, marker::PhantomData};

/// A property of an entity or complex type, for naming it in a query or a body: `User::DISPLAY_NAME`. `T` is the type that has it,
/// `V` the type of its values, and `A` says whether a body may set it: [`Writable`], [`CreateOnly`](crate::codegen::CreateOnly) or
/// [`ReadOnly`](crate::codegen::ReadOnly).
pub struct Property<T, V, A = Writable> {
    name: &'static str,
    marker: PhantomData<(T, V, A)>,
}

/// A property by its name on the wire; generated code calls this. It is a function by itself since rustc needs a quarter less time for a
/// constant of it than for one of an associated function.
#[must_use]
pub const fn property<T, V, A>(name: &'static str) -> Property<T, V, A> {
    Property { name, marker: PhantomData }
}

impl<T, V, A> Property<T, V, A> {
    /// The name on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<T, V, A> Clone for Property<T, V, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, V, A> Copy for Property<T, V, A> {}

impl<T, V, A> fmt::Debug for Property<T, V, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// A body may set the property.
#[derive(Clone, Copy, Debug)]
pub enum Writable {}

/// The property is settled when its entity is created (`Org.OData.Core.V1.Immutable`): a body for `create` may set it, one for `update`
/// may not.
#[derive(Clone, Copy, Debug)]
pub enum CreateOnly {}

/// No body may set the property: the service computes it (`Org.OData.Core.V1.Computed`), or it can be read only
/// (`Org.OData.Core.V1.Permissions`).
#[derive(Clone, Copy, Debug)]
pub enum ReadOnly {}
