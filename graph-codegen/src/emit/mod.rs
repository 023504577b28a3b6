//! Emit.
use proc_macro2::TokenStream;

use crate::{diagnostic::Diagnostics, edm::Model, extension::Customs, rust::Package};

/// Emit.
pub fn emit(_model: &Model, _package: &Package, _customs: &Customs) -> TokenStream {
    TokenStream::new()
}

/// Render.
pub fn render(tokens: &TokenStream, _command: Option<&str>, _diagnostics: &mut Diagnostics) -> String {
    tokens.to_string()
}
