use std::{fmt, marker::PhantomData};

/// A property of an entity type, for naming it in a query: `User::DISPLAY_NAME`. `T` is the type that has it, `V` the type of its
/// values.
pub struct Property<T, V> {
    name: &'static str,
    marker: PhantomData<fn() -> (T, V)>,
}

impl<T, V> Property<T, V> {
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

impl<T, V> Clone for Property<T, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, V> Copy for Property<T, V> {}

impl<T, V> fmt::Debug for Property<T, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Properties of `T` to ask for: one [`Property`], or a tuple of up to sixteen. A property of another type does not compile.
pub trait SelectList<T> {
    /// Adds the names to a list.
    fn add_to(&self, names: &mut Vec<&'static str>);
}

impl<T, V> SelectList<T> for Property<T, V> {
    fn add_to(&self, names: &mut Vec<&'static str>) {
        names.push(self.name);
    }
}

macro_rules! tuples {
    ($($name:ident)*) => {
        tuples!(@ [] $($name)*);
    };
    (@ [$($done:ident)*]) => {};
    (@ [$($done:ident)*] $next:ident $($rest:ident)*) => {
        impl<T, $($done: SelectList<T>,)* $next: SelectList<T>> SelectList<T> for ($($done,)* $next,) {
            fn add_to(&self, names: &mut Vec<&'static str>) {
                #[allow(non_snake_case)]
                let ($($done,)* $next,) = self;
                $($done.add_to(names);)*
                $next.add_to(names);
            }
        }
        tuples!(@ [$($done)* $next] $($rest)*);
    };
}

tuples!(A B C D E F G H I J K L M N O P);
