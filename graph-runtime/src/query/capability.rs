//! Query capabilities of a service, as types.
//!
//! If the metadata says that a service does not support something, generated code says so in the second parameter
//! of [`List`](crate::List) and [`Get`](crate::Get), and the method is not available.
//!
//! The terms are those of `Org.OData.Capabilities.V1`. A capability that the metadata does not mention is
//! supported, and so is `$select`: Graph's metadata denies it for types such as `subscribedSku`, for which Graph
//! documents it.

use std::marker::PhantomData;

use super::sealed::Sealed;

/// A set of supported query options.
pub trait Readable: Sealed {
    /// Whether `$expand` is supported.
    #[doc(hidden)]
    const EXPANDS: bool;
}

impl Sealed for AllOptions {}

impl Readable for AllOptions {
    const EXPANDS: bool = true;
}

/// Every query option is supported.
#[derive(Clone, Copy, Debug)]
pub enum AllOptions {}

macro_rules! capabilities {
    ($($capability:ident $without:ident $option:literal $message:literal [$($other:ident)*];)*) => {$(
        #[doc = concat!("The service supports `", $option, "`.")]
        #[diagnostic::on_unimplemented(
            message = $message,
            label = "the service's metadata says so",
            note = "to send the option anyway, use the method ending in `_raw`, or `query_option`"
        )]
        pub trait $capability: Sealed {}

        impl $capability for AllOptions {}

        #[doc = concat!("The capabilities `C` without `", $option, "`.")]
        #[derive(Clone, Copy, Debug)]
        pub struct $without<C = AllOptions>(PhantomData<C>);

        impl<C> Sealed for $without<C> {}
        impl<C: Readable> Readable for $without<C> {
            const EXPANDS: bool = !matches!($option.as_bytes(), b"$expand") && C::EXPANDS;
        }

        $(impl<C: $other> $other for $without<C> {})*
    )*};
}

capabilities! {
    Filterable NoFilter "$filter" "the service does not support `$filter` here"
        [Sortable Searchable Expandable Limitable Skippable Countable];
    Sortable NoOrderBy "$orderby" "the service does not support `$orderby` here"
        [Filterable Searchable Expandable Limitable Skippable Countable];
    Searchable NoSearch "$search" "the service does not support `$search` here"
        [Filterable Sortable Expandable Limitable Skippable Countable];
    Expandable NoExpand "$expand" "the service does not support `$expand` here"
        [Filterable Sortable Searchable Limitable Skippable Countable];
    Limitable NoTop "$top" "the service does not support `$top` here"
        [Filterable Sortable Searchable Expandable Skippable Countable];
    Skippable NoSkip "$skip" "the service does not support `$skip` here"
        [Filterable Sortable Searchable Expandable Limitable Countable];
    Countable NoCount "$count" "the service does not support `$count` here"
        [Filterable Sortable Searchable Expandable Limitable Skippable];
}
