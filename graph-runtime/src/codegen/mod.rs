//! The names that generated code uses.
//!
//! This module is the contract between generated code and this crate. Generated modules begin with
//! `use ::graph_runtime::codegen::version_0_1 as rt;` and name nothing else of this crate. Applications use the names
//! at the crate's root; types that both name, such as [`Client`] and [`Object`], are in both places.
//!
//! # Stability
//!
//! The module follows semantic versioning: generated code that is committed compiles with every later compatible
//! version of this crate, and need not be generated again.
//!
//! Generated code imports the module by the version that it was generated for. A version of this crate that does not
//! fit has no such name, and the import is the only error.
//!
//! It is meant for code that graph-codegen generates, for hand-written code that replaces a generated method, for other
//! generators, and for tests that imitate generated code.
//! Some traits, such as [`Structured`], [`Enumerated`] and [`DerivedFrom`], are implemented by generated code and
//! therefore not sealed; implementing them by hand is not supported.
//!
//! # Contents
//!
//! | group | names | purpose |
//! |---|---|---|
//! | services | [`ServiceProfile`], [`with_service_profile`], [`KeySyntax`], [`EnumSyntax`], [`BatchFormat`], [`BindSyntax`] | how a service speaks OData, read from its metadata |
//! | clients | [`ClientBuilder`], [`Credential`], [`Basic`], [`ApiKey`], [`Error`], [`with_root_required`] | functions of a service that create a client for its root |
//! | other crates | [`extern_structure`], [`extern_enumeration`], [`FromResource`], [`from_resource`] | types and request builders that another crate has |
//! | request builders | [`RequestBuilder`], [`CollectionBuilder`], [`EntityBuilder`], [`get()`], [`list`], [`count`], [`create`], [`update`], [`replace`], [`delete`] | the requests that most request builders have, and traits for generic code |
//! | paths | [`Resource`], [`Client`], [`Key`], [`IntoKey`], [`Argument`], [`Literal`] | the address that a request builder holds and extends |
//! | requests | [`Get`], [`List`], [`Count`], [`Delta`], [`Call`], [`Write`], [`Download`], [`Upload`], [`UploadBody`], [`Permissions`], [`PermissionTable`] | return types of the methods of request builders, and their descriptions |
//! | responses | [`Page`], [`Change`], [`Single`], [`Content`], [`Link`], [`Created`] | how responses are read |
//! | values | [`Object`], [`Member`], [`Flags`], [`Binary`], [`Date`], [`DateTimeOffset`], [`Decimal`], [`Duration`], [`Guid`], [`Json`], [`TimeOfDay`] | types of fields |
//! | types | [`Structured`], [`PropertyReader`], [`PropertyWriter`], [`DerivedFrom`], [`derived_or`], [`Enumerated`], [`empty`] | implemented by, and called in, generated structs and enums |
//! | properties | [`Property`], [`property`], [`NavigationProperty`], [`navigation`], [`One`], [`Many`], [`CreateOnly`], [`ReadOnly`], [`NotNull`], [`Unselected`] | constants for queries and bodies |
//! | bodies | [`Body`], [`Parameters`], [`Reference`] | parameters of requests that create and update, and of calls of actions |
//! | query capabilities | [`AllOptions`], [`NoCount`], [`NoExpand`], [`NoFilter`], [`NoOrderBy`], [`NoSearch`], [`NoSkip`], [`NoTop`] | which query options a service supports |
//! | bounds | [`BodyProperty`], [`BodyValue`], [`SettableIn`], [`References`], [`SessionItem`], [`ForUpdate`], [`Writable`], [`Readable`], [`Filterable`], … | bounds of methods, for generic code that is written by hand |

mod extern_items;
mod generic_requests;
mod request_builder;
mod requests;
mod root_required;
mod service_profile;

// This module, by the name that generated code imports. It changes whenever code that was generated before does not
// compile, or does not work, with this crate.
#[doc(hidden)]
pub use crate::codegen as version_0_1;

// Request builders, the requests that most of them have, and those that generic code sends.
pub use self::generic_requests::{CollectionBuilder, EntityBuilder};
pub use self::request_builder::RequestBuilder;
pub use self::requests::{count, create, delete, get, list, replace, update};

// Types and request builders of other crates.
pub use self::extern_items::{FromResource, extern_enumeration, extern_structure, from_resource};

// The service's profile, which the generated service knows from its metadata.
pub use self::root_required::with_root_required;
pub use self::service_profile::with_service_profile;
pub use crate::path::{EnumSyntax, KeySyntax};
pub use crate::service::{BatchFormat, BindSyntax, ServiceProfile};

// Paths: the address that a request builder holds and extends.
pub use crate::client::Client;
pub use crate::parts::Resource;
pub use crate::path::{Argument, IntoKey, Key, Literal};

// Clients: what services of other roots create.
pub use crate::auth::Credential;
pub use crate::client::ClientBuilder;
pub use crate::error::Error;
pub use crate::sign_in::{ApiKey, Basic};

// Requests: the return types of the methods of request builders.
pub use crate::description::{PermissionTable, Permissions};
pub use crate::request::{Call, Count, Delta, Get, List, Write};
pub use crate::transfer::{Download, Upload, UploadBody};

// Responses: how they are read.
pub use crate::operation::Single;
pub use crate::paging::{Change, Page};
pub use crate::request::{Created, Link};
pub use crate::transfer::Content;

// Values: the types of fields.
pub use crate::value::{Binary, Date, DateTimeOffset, Decimal, Duration, Flags, Guid, Json, Member, Object, TimeOfDay};

// Types: implemented by, and called in, generated structs and enums.
pub use crate::value::{DerivedFrom, Enumerated, PropertyReader, PropertyWriter, Structured, derived_or, empty};

// Properties: constants for queries and bodies.
pub use crate::value::{
    CreateOnly, Many, NavigationProperty, NotNull, One, Property, ReadOnly, Unselected, navigation, property,
};

// Bodies: parameters of requests that create and update, and of calls of actions.
pub use crate::body::{Body, Parameters, Reference};

// Query capabilities: which query options a service supports.
pub use crate::query::{AllOptions, NoCount, NoExpand, NoFilter, NoOrderBy, NoSearch, NoSkip, NoTop};

// Bounds of the methods of the types above, for generic code that is written by hand. Generated code does not name
// them.
pub use crate::body::{BodyProperty, BodyValue, ForUpdate, References, SettableIn};
pub use crate::query::{Countable, Expandable, Filterable, Limitable, Readable, Searchable, Skippable, Sortable};
pub use crate::request::{MinimalPreference, PreferenceFor};
pub use crate::transfer::SessionItem;
pub use crate::value::Writable;

/// Includes the code that a build script generated, as a public module.
///
/// Without arguments, it includes `graph.rs` from cargo's output directory as `pub mod graph`. For another file and
/// name, write `include_graph!("northwind.rs" as northwind)`.
#[macro_export]
macro_rules! include_graph {
    () => {
        $crate::include_graph!("graph.rs" as graph);
    };
    ($file:literal as $name:ident) => {
        #[allow(
            missing_debug_implementations,
            missing_docs,
            unreachable_pub,
            clippy::all,
            clippy::pedantic,
            clippy::nursery,
            dead_code,
            deprecated,
            non_camel_case_types,
            unused_imports,
            unused_qualifications
        )]
        pub mod $name {
            ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", $file));
        }
    };
}
