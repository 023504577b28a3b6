/// Implements a trait of lists for tuples of up to sixteen.
macro_rules! tuples {
    ($list:ident) => {
        $crate::query::tuple::tuples!(@ $list [] A B C D E F G H I J K L M N O P);
    };
    (@ $list:ident [$($done:ident)*]) => {};
    (@ $list:ident [$($done:ident)*] $next:ident $($rest:ident)*) => {
        impl<T, $($done: $list<T>,)* $next: $list<T>> $list<T> for ($($done,)* $next,) {
            fn add_to(self, texts: &mut Vec<String>) {
                #[allow(non_snake_case)]
                let ($($done,)* $next,) = self;
                $($done.add_to(texts);)*
                $next.add_to(texts);
            }
        }
        $crate::query::tuple::tuples!(@ $list [$($done)* $next] $($rest)*);
    };
}

pub(crate) use tuples;
