use crate::property::Property;

/// Properties of `T` to ask for: one [`Property`], or a tuple of up to sixteen. A property of another type does not compile.
pub trait SelectList<T> {
    /// Adds the names to a list.
    fn add_to(&self, names: &mut Vec<&'static str>);
}

impl<T, V, A> SelectList<T> for Property<T, V, A> {
    fn add_to(&self, names: &mut Vec<&'static str>) {
        names.push(self.name());
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
