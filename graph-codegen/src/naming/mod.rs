//! Rust names: identifiers, their cases, scopes in which names must differ, and nouns for documentation.

mod casing;
mod holders;
mod identifier;
mod noun;
mod qualifier;
mod scope;

pub use identifier::Identifier;

pub(crate) use casing::{Cases, Casing, camel, constant, snake};
pub(crate) use holders::Clash;
pub(crate) use noun::Noun;
pub(crate) use qualifier::{Qualifier, natural_order, qualified_camel, qualified_snake};
pub(crate) use scope::{Distance, Scope, Wanted};
