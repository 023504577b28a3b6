//! Names, types and attributes that users customize, by the names of the metadata.
//!
//! This module is below the plan and knows only elements and identifiers. [`Extension`](crate::extension::Extension),
//! which also reads the plan, is above it and passed here as a [`Customize`].

mod collision;
mod customizations;
mod element;
mod externs;
mod pattern;
mod rust_type;
mod setting;
mod unused;

use proc_macro2::TokenStream;

pub use customizations::Customizations;
pub use element::Element;
pub use pattern::{ElementKind, Pattern};
pub(crate) use {collision::ScopeKind, externs::ExternPath};

use crate::naming::Identifier;

/// The part of an extension that the plan depends on.
pub(crate) trait Customize {
    /// Another name for an element whose name would be `default`.
    fn rename(&self, element: &Element<'_>, default: &str) -> Option<Identifier>;

    /// A Rust type for a type of the metadata.
    fn map_type(&self, qualified_name: &str) -> Option<TokenStream>;
}
