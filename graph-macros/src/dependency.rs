//! The names of crates, which `Cargo.toml` may change.

use proc_macro_crate::{FoundCrate, crate_name};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// Returns the path of the runtime: `::graph_runtime`, or another name if `Cargo.toml` renames the dependency.
///
/// # Errors
///
/// If `Cargo.toml` was read and does not have it.
pub(crate) fn runtime() -> Result<String, syn::Error> {
    match crate_name("graph-runtime") {
        Ok(FoundCrate::Name(name)) => Ok(format!("::{name}")),
        Ok(FoundCrate::Itself) => Ok("::graph_runtime".to_owned()),
        Err(proc_macro_crate::Error::CrateNotFound { .. }) => Err(syn::Error::new(
            Span::call_site(),
            "the generated code needs the crate graph-runtime, which `Cargo.toml` does not have; add it with \
             `cargo add graph-runtime`, or name the crate that re-exports it: `runtime: \"::facade::graph_runtime\"`",
        )),
        // Other build tools have no `Cargo.toml`.
        Err(_) => Ok("::graph_runtime".to_owned()),
    }
}

/// Returns the path of the macro, for an expansion that invokes it again.
pub(crate) fn this_macro() -> TokenStream {
    let name = match crate_name("graph-macros") {
        Ok(FoundCrate::Name(name)) => name,
        _ => "graph_macros".to_owned(),
    };
    let name = Ident::new(&name, Span::call_site());
    quote!(::#name::graph)
}
