use std::{fmt, marker::PhantomData};

/// A property of an entity or complex type, for queries and bodies: `User::DISPLAY_NAME`.
///
/// `T` is the type with the property, `V` the type of its values, and `A` whether a body may set it: [`Writable`],
/// [`CreateOnly`](crate::codegen::CreateOnly) or [`ReadOnly`](crate::codegen::ReadOnly), within
/// [`NotNull`](crate::codegen::NotNull) if its value is never `null`.
pub struct Property<T, V, A = Writable> {
    name: &'static str,
    marker: PhantomData<(T, V, A)>,
}

/// Creates a property from its name on the wire, for generated code.
///
/// A free function takes rustc a quarter less time for each constant than an associated function.
#[must_use]
pub const fn property<T, V, A>(name: &'static str) -> Property<T, V, A> {
    Property { name, marker: PhantomData }
}

impl<T, V, A> Property<T, V, A> {
    /// Returns the name on the wire.
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

/// A body may set the property only when the entity is created (`Org.OData.Core.V1.Immutable`).
#[derive(Clone, Copy, Debug)]
pub enum CreateOnly {}

/// No body may set the property: it is computed (`Org.OData.Core.V1.Computed`) or read-only
/// (`Org.OData.Core.V1.Permissions`).
#[derive(Clone, Copy, Debug)]
pub enum ReadOnly {}

/// The value of the property is never `null` (`Nullable="false"`). `A` is whether a body may set it.
///
/// A field of a [`Projection`](crate::projection::Projection) for it needs no `Option`.
#[derive(Clone, Copy, Debug)]
pub struct NotNull<A = Writable>(PhantomData<A>);
