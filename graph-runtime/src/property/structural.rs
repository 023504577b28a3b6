use std::{fmt, marker::PhantomData};

use crate::access::Writable;

/// A property of an entity or complex type, for naming it in a query or a body: `User::DISPLAY_NAME`. `T` is the type that has it,
/// `V` the type of its values, and `A` says whether a body may set it: [`Writable`], [`CreateOnly`](crate::CreateOnly) or
/// [`ReadOnly`](crate::ReadOnly).
pub struct Property<T, V, A = Writable> {
    name: &'static str,
    marker: PhantomData<Marks<T, V, A>>,
}

/// The types a property stands for; values of none of them are held.
type Marks<T, V, A> = fn() -> (T, V, A);

impl<T, V, A> Property<T, V, A> {
    /// A property by its name on the wire; generated code calls this.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, marker: PhantomData }
    }

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
