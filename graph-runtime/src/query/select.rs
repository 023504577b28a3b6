use super::sealed::Sealed;
use crate::value::{DerivedFrom, NavigationProperty, Property};

/// Properties of `T` to select: a [`Property`], or a tuple of up to sixteen.
///
/// Properties of a type derived from `T` are selected too, without a cast, as Graph documents it; items of other types
/// do not have them. For a service that requires the cast, use `select_raw("example.user/displayName")`.
///
/// A navigation property requests references to the related entities, if the service supports it, as Graph's delta
/// queries do. A property of another type is a compile error.
#[diagnostic::on_unimplemented(
    message = "this is not a property of `{T}`",
    label = "expected a property of `{T}`, or a tuple of them",
    note = "names as text are passed to `select_raw`"
)]
pub trait SelectList<T>: Sealed {
    /// Adds the names to a list.
    fn add_to(self, texts: &mut Vec<String>);
}

impl<T, D: DerivedFrom<T>, V, A> SelectList<T> for Property<D, V, A> {
    fn add_to(self, texts: &mut Vec<String>) {
        texts.push(self.name().to_owned());
    }
}

impl<T, D: DerivedFrom<T>, V, M> SelectList<T> for NavigationProperty<D, V, M> {
    fn add_to(self, texts: &mut Vec<String>) {
        texts.push(self.name().to_owned());
    }
}

tuples!(SelectList, String);

/// Implements a list trait, whose texts have a type, for tuples of up to sixteen items.
macro_rules! tuples {
    ($list:ident, $text:ty) => {
        $crate::query::select::tuples!(@ $list, $text, [] A B C D E F G H I J K L M N O P);
    };
    (@ $list:ident, $text:ty, [$($done:ident)*]) => {};
    (@ $list:ident, $text:ty, [$($done:ident)*] $next:ident $($rest:ident)*) => {
        impl<T, $($done: $list<T>,)* $next: $list<T>> $list<T> for ($($done,)* $next,) {
            fn add_to(self, texts: &mut Vec<$text>) {
                #[allow(non_snake_case)]
                let ($($done,)* $next,) = self;
                $($done.add_to(texts);)*
                $next.add_to(texts);
            }
        }
        $crate::query::select::tuples!(@ $list, $text, [$($done)* $next] $($rest)*);
    };
}

pub(super) use tuples;

/// Seals the tuples of sealed items.
macro_rules! seal_tuples {
    ([$($done:ident)*]) => {};
    ([$($done:ident)*] $next:ident $($rest:ident)*) => {
        impl<$($done: Sealed,)* $next: Sealed> Sealed for ($($done,)* $next,) {}
        seal_tuples!([$($done)* $next] $($rest)*);
    };
}

seal_tuples!([] A B C D E F G H I J K L M N O P);
