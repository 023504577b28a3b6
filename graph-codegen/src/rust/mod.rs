//! The plan of the Rust code: every module, name and type is decided here, and only here.
//!
//! [`lower`] turns a selection of a model into a [`Package`]. It knows no tokens; what it decides is shown as it is by `emit`.

mod documentation;
mod identifier;
mod lower;
mod namespaces;
mod package;
mod scope;
mod service;
mod structure;
mod value_type;

pub use identifier::Identifier;
pub use lower::lower;
pub use package::{
    Action, Enumeration, Field, Get, KeyParameter, Method, Module, Package, RequestBuilder, Returns, Root, Service,
    Structure, StructureOrigin, Variant,
};
pub use value_type::{Path, ValueType};
