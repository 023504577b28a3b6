use std::path::PathBuf;

use graph_codegen::{Builder, diagnostic::Severity};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::input::Input;

/// The name of selectors in diagnostics. The sources with this name are the literals of `select`, in order.
const SELECTOR: &str = "selector";

pub(crate) fn expand(input: &Input) -> Result<TokenStream, syn::Error> {
    let directory = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let mut builder = Builder::new().base_dir(directory);
    for path in &input.metadata {
        builder = builder.metadata(path.value());
    }
    for path in &input.reference_dir {
        builder = builder.reference_dir(path.value());
    }
    for selector in &input.select {
        builder = builder.select_text(SELECTOR, selector.value());
    }
    if let Some(runtime) = &input.runtime {
        builder = builder.runtime(runtime.value());
    }
    let generated = builder.generate().map_err(|error| compile_error(&error, input))?;
    let module = input.module.clone().unwrap_or_else(|| Ident::new("graph", Span::call_site()));
    let items = generated.tokens();
    // Cargo does not know which files a macro reads, but it tracks included files. The unnamed constants are not part
    // of the binary.
    let tracked = generated.inputs().iter().map(|path| path.display().to_string());
    Ok(quote! {
        #[allow(missing_docs, unreachable_pub, dead_code, deprecated, non_camel_case_types, unused_imports)]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery)]
        pub mod #module {
            #items
            #(const _: &[u8] = ::core::include_bytes!(#tracked);)*
        }
    })
}

/// Returns the error with the span of the literal that caused it.
fn compile_error(error: &graph_codegen::Error, input: &Input) -> syn::Error {
    let file_id = error
        .diagnostics()
        .iter()
        .find(|diagnostic| diagnostic.severity == Severity::Error)
        .and_then(|diagnostic| diagnostic.span)
        .map(|span| span.file);
    let mut selectors = input.select.iter();
    let literal = error
        .sources()
        .iter()
        .filter(|(_, source)| source.name() == SELECTOR)
        .find_map(|(file, _)| selectors.next().filter(|_| Some(file) == file_id));
    let span = literal.or(input.metadata.first()).map_or_else(Span::call_site, |literal| literal.span());
    syn::Error::new(span, error.to_string().trim_end())
}

#[cfg(test)]
mod tests {
    use graph_codegen::Builder;

    use super::expand;
    use crate::input::Input;

    #[test]
    fn the_macro_and_the_builder_generate_the_same_items() {
        let select = "microsoft.graph.user::*";
        let input: Input = syn::parse_str(&format!("select: [{select:?}]")).expect("an input");
        let expanded = expand(&input).expect("an expansion");
        let file: syn::File = syn::parse2(expanded).expect("items");
        let [syn::Item::Mod(module)] = file.items.as_slice() else { panic!("one module") };
        let (_, items) = module.content.as_ref().expect("a body");
        let generated = Builder::new().select(select).generate().expect("generated");
        let printed: syn::File = syn::parse_file(generated.text()).expect("Rust");
        assert_eq!(items.len(), printed.items.len());
        for (item, printed) in items.iter().zip(&printed.items) {
            // Printing omits trailing commas and raw strings.
            let normalize = |text: String| text.replace(" ,", "").replace("= r\"", "= \"");
            assert_eq!(normalize(quote::quote!(#item).to_string()), normalize(quote::quote!(#printed).to_string()));
        }
    }

    #[test]
    fn metadata_files_are_tracked() {
        let input = "metadata: \"../metadata/v1.0.csdl\", select: [\"microsoft.graph.user::{id}\"]";
        let input: Input = syn::parse_str(input).expect("an input");
        let text = expand(&input).expect("an expansion").to_string();
        assert!(text.contains("include_bytes"), "the file");
        assert!(text.contains("v1.0.annotations.csdl"), "a referenced file");
    }
}
