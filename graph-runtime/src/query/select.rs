use super::{sealed::Sealed, text::Text};
use crate::value::{DerivedFrom, ItemType, NavigationProperty, Property, Structured};

/// Properties of `T` to select: a [`Property`], or a tuple of up to sixteen.
///
/// Properties of a type derived from `T` are selected too; items of other types do not have them. They are sent as the
/// service's [profile](crate::ServiceProfile::with_qualified_properties) says: as `displayName` to Graph, and as
/// `NS.User/displayName` to other services.
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
    #[doc(hidden)]
    fn add_to(self, texts: &mut Vec<Text>);
}

impl<T: Structured, D: DerivedFrom<T>, V, A> SelectList<T> for Property<D, V, A> {
    fn add_to(self, texts: &mut Vec<Text>) {
        texts.push(Text::property_of(self.name(), ItemType::of::<D>(), ItemType::of::<T>()));
    }
}

impl<T: Structured, D: DerivedFrom<T>, V, M> SelectList<T> for NavigationProperty<D, V, M> {
    fn add_to(self, texts: &mut Vec<Text>) {
        texts.push(Text::property_of(self.name(), ItemType::of::<D>(), ItemType::of::<T>()));
    }
}

tuples!(SelectList);

/// Implements a list trait for tuples of up to sixteen items.
macro_rules! tuples {
    ($list:ident) => {
        $crate::query::select::tuples!(@ $list, [] A B C D E F G H I J K L M N O P);
    };
    (@ $list:ident, [$($done:ident)*]) => {};
    (@ $list:ident, [$($done:ident)*] $next:ident $($rest:ident)*) => {
        impl<T, $($done: $list<T>,)* $next: $list<T>> $list<T> for ($($done,)* $next,) {
            fn add_to(self, texts: &mut Vec<$crate::query::Text>) {
                #[allow(non_snake_case)]
                let ($($done,)* $next,) = self;
                $($done.add_to(texts);)*
                $next.add_to(texts);
            }
        }
        $crate::query::select::tuples!(@ $list, [$($done)* $next] $($rest)*);
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
