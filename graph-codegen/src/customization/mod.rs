//! What users change about names, types and attributes, addressed by the names of the metadata.
//!
//! This room lies below the plan: it knows elements of the model and identifiers. [`Extension`](crate::extension::Extension), which also
//! sees the plan, lies above it and reaches this room as [`Customize`].

mod customizations;
mod element;

use proc_macro2::TokenStream;

pub use customizations::Customizations;
pub use element::Element;

use crate::naming::Identifier;

/// The part of an extension that decides about single elements.
pub(crate) trait Customize {
    /// Another name for an element; `default` is the name it has otherwise.
    fn rename(&self, element: &Element<'_>, default: &str) -> Option<Identifier>;

    /// A Rust type for a type of the metadata.
    fn map_type(&self, qualified_name: &str) -> Option<TokenStream>;

    /// Attributes for what an element becomes.
    fn attributes(&self, element: &Element<'_>) -> Vec<TokenStream>;
}
