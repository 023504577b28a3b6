/// Gives the pages and items of a request that answers with a [`Page`](crate::Page) as streams. The type has a field `prepared`.
macro_rules! paged {
    ($request:ident<$($argument:ty),+>, $item:ty, <$parameter:ident: $first:ident $(+ $rest:ident)* $(, $free:ident)?>) => {
        impl<$parameter: $first $(+ $rest)* + 'static $(, $free: 'static)?> $request<$($argument),+> {
            /// All pages from the first to the last as a stream: see [`Pages`]($crate::Pages).
            pub fn pages(self) -> $crate::Pages<$item> {
                $crate::Pages::new(self.prepared.resource.client().clone(), None, self)
            }

            /// The items of all pages as a stream: see [`Items`]($crate::Items).
            pub fn items(self) -> $crate::Items<$item> {
                $crate::Items::new(self.pages())
            }
        }
    };
}

pub(crate) use paged;
