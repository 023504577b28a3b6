//! The plan of the Rust code: every module, name and type is decided here, and only here.
//!
//! [`lower()`] turns a selection of a model into a [`Package`]. It knows no tokens; what it decides is shown as it is by `emit`.

mod casing;
mod change;
mod deprecation;
mod documentation;
mod function;
mod identifier;
pub mod layout;
mod lower;
mod namespaces;
mod package;
mod place;
mod query_option;
mod relations;
mod request_builder;
mod scope;
mod service;
mod structure;
mod union;
mod value_type;

pub(crate) use documentation::is_invisible;

pub use change::Change;
pub use function::{ArgumentForm, Function, FunctionArgument, FunctionCall, FunctionResult, Presence};
pub use identifier::Identifier;
pub use lower::lower;
pub use package::{Enumeration, Field, Module, Package, Structure, StructureOrigin, Variant};
pub use place::{Place, Requests};
pub use query_option::QueryOption;
pub use relations::{NavigationConstant, Relations};
pub use request_builder::{Action, Get, KeyKind, KeyParameter, Method, RequestBuilder, Returns, Root, Service};
pub use union::{Union, UnionVariant};
pub use value_type::{Path, ValueType};
