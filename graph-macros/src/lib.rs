//! [`graph!`]: typed requests and responses of Microsoft Graph, or of any OData V4 service, without a build script.
//!
//! The macro is a thin front of [`graph_codegen::Builder`]; a build script produces the same code.

mod expand;
mod input;

use proc_macro::TokenStream;

/// Generates a module of typed requests and responses for the operations and types that are selected.
///
/// ```
/// graph_macros::graph! {
///     metadata: "../metadata/v1.0.csdl",
///     select: ["/users/{id}/reprocessLicenseAssignment"],
/// }
///
/// fn reprocess(service: &graph::GraphService) -> graph_runtime::Call<graph_runtime::Object<graph::User>> {
///     service.users().by_id("adele@contoso.com").reprocess_license_assignment()
/// }
/// # fn main() {}
/// ```
///
/// | key | value | unless given |
/// |---|---|---|
/// | `metadata` | a path, or a list of paths in brackets, relative to the crate's `Cargo.toml`; CSDL or, with the feature `openapi`, OpenAPI | the slice of Graph v1.0 for directory and licensing that graph-codegen embeds |
/// | `select` | a list of selectors in brackets, written as in [`Selector`](graph_codegen::selection::Selector) | has to be given |
/// | `module` | the name of the module | `graph` |
/// | `runtime` | the path to graph-runtime, as a string | `"::graph_runtime"` |
///
/// The crate is built again when a metadata file changes.
///
/// # Errors
///
/// Mistakes in the selectors or the metadata are compile errors at the text that is wrong, with the excerpt and what to do.
#[proc_macro]
pub fn graph(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as input::Input);
    expand::expand(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}
