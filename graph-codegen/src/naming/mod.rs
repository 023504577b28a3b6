//! Rust names: checked identifiers, the cases of names, and the scopes in which names must differ.

mod casing;
mod identifier;
mod scope;

pub use identifier::Identifier;

pub(crate) use casing::{Casing, camel, shouty};
pub(crate) use scope::Scope;
