use std::marker::PhantomData;

use crate::query::Readable;

/// There is such a method.
#[derive(Clone, Copy, Debug)]
pub enum Yes {}

/// There is no such method: it was not selected, or the metadata says that the service does not have it.
#[derive(Clone, Copy, Debug)]
pub enum No {}

/// Which requests there are on one resource of a type. `G` says that it can be read and with which query options
/// ([`AllOptions`](crate::codegen::AllOptions) or less), or [`No`]; `U` and `D` whether it can be updated and deleted: [`Yes`] or [`No`].
#[derive(Clone, Copy, Debug)]
pub struct EntityMethods<G, U, D>(PhantomData<(G, U, D)>);

/// Which requests there are on a collection. `K` says whether its items are addressed by a key, `L` that it can be read and with which
/// query options, `C` whether items can be created, `N` whether they can be counted.
#[derive(Clone, Copy, Debug)]
pub struct CollectionMethods<K, L, C, N>(PhantomData<(K, L, C, N)>);

/// A request that there is.
macro_rules! requests {
    ($($(#[doc = $doc:literal])+ $request:ident $message:literal $([$($parameters:tt)*])? for $methods:ty $(where $options:ident)?;)*) => {$(
        $(#[doc = $doc])+
        #[diagnostic::on_unimplemented(
            message = $message,
            label = "it was not selected, or the metadata says that the service does not have it",
            note = "add its HTTP method to the selector: `/users/{{id}}#GET,PATCH,DELETE`, `/users#GET,POST`"
        )]
        pub trait $request {
            $(
                /// What the service supports of queries.
                type $options: Readable;
            )?
        }

        impl$(<$($parameters)*>)? $request for $methods {
            $(type $options = $options;)?
        }
    )*};
}

requests! {
    /// One resource can be read.
    Gets "there is no `get` here" [Options: Readable, U, D] for EntityMethods<Options, U, D> where Options;
    /// One resource can be updated.
    Updates "there is no `update` here" [G, D] for EntityMethods<G, Yes, D>;
    /// One resource can be deleted.
    Deletes "there is no `delete` here" [G, U] for EntityMethods<G, U, Yes>;
    /// Items of a collection are addressed by their key.
    AddressesByKey "there is no `by_id` here" [L, C, N] for CollectionMethods<Yes, L, C, N>;
    /// A collection can be read.
    Lists "there is no `get` here" [K, Options: Readable, C, N] for CollectionMethods<K, Options, C, N> where Options;
    /// Items of a collection can be created.
    Creates "there is no `create` here" [K, L, N] for CollectionMethods<K, L, Yes, N>;
    /// Items of a collection can be counted.
    Counts "there is no `count` here" [K, L, C] for CollectionMethods<K, L, C, Yes>;
}
