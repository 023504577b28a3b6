//! The contract between generated code and this crate: everything that generated code names, and nothing else.
//!
//! Generated modules begin with `use ::graph_runtime::codegen as rt;`. They implement the traits that are here ([`Structured`],
//! [`Enumerated`], [`DerivedFrom`]) and call the functions that are here ([`property`], [`Resource::function`]); applications use what
//! comes of it, by the names at the crate's root. Types that both write, such as [`Client`] and [`Object`], are in both places.
//!
//! # Who may use it
//!
//! Code that graph-codegen generates, other generators, and tests that imitate either. Traits that only generated code implements cannot be
//! sealed; implementing them by hand is not supported.
//!
//! # Versions
//!
//! This module follows semantic versioning together with the generator: committed code compiles with every later compatible version of this
//! crate, and need not be generated again.

mod request_builder;
mod requests;

// Request builders, and the requests that they have in common.
pub use self::request_builder::RequestBuilder;
pub use self::requests::{count, create, delete, get, list, replace, update};

// Paths: what request builders hold and append to.
pub use crate::client::Client;
pub use crate::parts::Resource;
pub use crate::path::{Argument, Key, Literal};

// Requests: what the methods of request builders return.
pub use crate::description::Permissions;
pub use crate::request::{Call, Count, Delta, Get, List, Write};
pub use crate::transfer::{Download, Upload, UploadBody};

// Answers: what requests are read as.
pub use crate::operation::Single;
pub use crate::paging::{Change, Page};
pub use crate::request::Link;
pub use crate::transfer::Content;

// Values: what fields are.
pub use crate::value::{Binary, Date, DateTimeOffset, Decimal, Duration, Flags, Guid, Json, Member, Object, TimeOfDay};

// Types: what generated structs and enums implement, and what implements them.
pub use crate::value::{
    DerivedFrom, Enumerated, Parameters, PropertyReader, PropertyWriter, Structured, derived_or, empty,
};

// Names of properties, and what bodies may do with them.
pub use crate::value::{
    CreateOnly, Many, NavigationProperty, One, Property, ReadOnly, Unselected, navigation, property,
};

// Bodies.
pub use crate::body::{Body, Reference};

// What a service supports of queries.
pub use crate::query::{AllOptions, NoCount, NoExpand, NoFilter, NoOrderBy, NoSearch, NoSkip, NoTop};

// Bounds of the methods of what is above. Generated code does not name them; generic code that is written by hand may.
pub use crate::body::{BodyValue, ForUpdate, Insert, References, SettableIn};
pub use crate::query::{Countable, Expandable, Filterable, Limitable, Readable, Searchable, Skippable, Sortable};
pub use crate::value::Writable;

/// Includes what a build script generated, as a module.
///
/// Without arguments it includes `graph.rs` from cargo's output directory as `pub mod graph`. Another file and name are given as
/// `include_graph!("northwind.rs" as northwind)`.
#[macro_export]
macro_rules! include_graph {
    () => {
        $crate::include_graph!("graph.rs" as graph);
    };
    ($file:literal as $name:ident) => {
        #[allow(
            missing_docs,
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            dead_code,
            deprecated,
            non_camel_case_types,
            unused_imports
        )]
        pub mod $name {
            ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", $file));
        }
    };
}
