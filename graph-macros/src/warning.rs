//! Warnings, which stable Rust has no interface for.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// Returns an item that makes rustc warn at a position.
///
/// It uses a function that is deprecated, whose note is the warning. Other macros do the same, such as those of the
/// crate proc-macro-warning. Like all lints, it is silent in dependencies.
pub(crate) fn warning(message: &str, span: Span) -> TokenStream {
    // rustc shows the note after the name of the function.
    let note = format!("\n{message}");
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #note)]
            const fn graph_codegen_warns() {}
            graph_codegen_warns()
        };
    }
}
