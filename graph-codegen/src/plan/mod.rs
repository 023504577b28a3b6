//! The plan of the Rust code: its modules, names, signatures and documentation.
//!
//! All decisions about generated code are made here.
//!
//! [`lower()`] turns a selection of a model into a [`Package`]. The plan does not depend on how code is written: `emit`
//! writes generated code from it, and [`chain`](crate::chain) the calls of an application.

mod client_functions;
mod cloud_restriction;
mod docs;
mod enumeration;
pub mod layout;
mod lower;
mod method;
mod package;
mod query_option;
mod request_builder;
mod required_option;
mod rust_type;
mod signature;
mod structure;
mod type_table;
mod union;
mod value_type;

pub(crate) use docs::{LIST_ITEM, is_invisible};
#[cfg(feature = "cli")]
pub(crate) use docs::{restricted_properties, unsupported_options};

pub use crate::edm::{ClientDefaults, SignIn};
pub use crate::naming::Identifier;
pub use client_functions::ClientFunctions;
pub use cloud_restriction::CloudRestriction;
pub use enumeration::{Enumeration, Variant};
pub use lower::lower;
#[cfg(feature = "tools")]
pub(crate) use lower::lower_signatures;
pub(crate) use lower::{lower_within, too_large};
pub use method::{
    Action, ArgumentForm, Exchange, Function, FunctionArgument, FunctionCall, FunctionResult, ItemPath, Key, KeyKind,
    Method, MethodKind, Presence, Request, Returns, Segment,
};
pub use package::{ExternType, Module, Package};
pub use query_option::QueryOption;
pub use request_builder::{RequestBuilder, Service, ServiceProfile};
pub use required_option::RequiredOption;
pub use rust_type::{Path, RustType, TypeNames};
pub use signature::{GenericParameter, Parameter, Signature};
pub use structure::{Field, NavigationConstant, Relations, Structure, StructureOrigin};
pub use type_table::TypeTable;
pub use union::{Union, UnionVariant};
pub use value_type::ValueType;
