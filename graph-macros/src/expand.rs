use std::path::PathBuf;

use graph_codegen::{
    Generated,
    diagnostic::{Diagnostic, Rendered, Severity, Sources},
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::{dependency, input::Input, position::span, settings, warning::warning};

pub(crate) fn expand(input: &Input) -> Result<TokenStream, syn::Error> {
    let directory = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let runtime = match &input.runtime {
        Some(path) => path.clone(),
        None => dependency::runtime()?,
    };
    let generated = settings::builder(input, &directory)?.runtime(runtime).generate();
    let generated = generated.map_err(|error| compile_error(&error, input))?;
    let visibility = input.module.as_ref().map_or_else(|| quote!(pub), |module| module.visibility.to_token_stream());
    let module =
        input.module.as_ref().map_or_else(|| Ident::new("graph", Span::call_site()), |module| module.name.clone());
    let items = input.paths.locate(generated.tokens());
    // Cargo does not know which files a macro reads, but it tracks included files. The unnamed constants are not part
    // of the binary.
    let tracked = generated.inputs().iter().map(|path| path.display().to_string());
    let warnings = if input.allow_warnings { TokenStream::new() } else { warnings(&generated, input) };
    Ok(quote! {
        #warnings
        #[allow(missing_docs, unreachable_pub, dead_code, deprecated, non_camel_case_types, unused_imports)]
        #[allow(missing_debug_implementations, unused_qualifications)]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery)]
        #visibility mod #module {
            #items
            #(const _: &[u8] = ::core::include_bytes!(#tracked);)*
        }
    })
}

/// Returns an error for each mistake, with the span of the literal that caused it.
fn compile_error(error: &graph_codegen::Error, input: &Input) -> syn::Error {
    let sources = error.sources();
    let errors = error.diagnostics().iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let mut all: Option<syn::Error> = None;
    for diagnostic in errors.take(LARGEST_NUMBER) {
        let found = syn::Error::new(span(diagnostic, sources, input), text(diagnostic, sources));
        match &mut all {
            Some(all) => all.combine(found),
            None => all = Some(found),
        }
    }
    all.unwrap_or_else(|| syn::Error::new(Span::call_site(), error.to_string().trim_end()))
}

/// Returns items that show the warnings.
fn warnings(generated: &Generated, input: &Input) -> TokenStream {
    let sources = generated.sources();
    let warnings = generated.diagnostics().iter().filter(|diagnostic| diagnostic.severity == Severity::Warning);
    let shown = warnings.take(LARGEST_NUMBER);
    shown.map(|diagnostic| warning(&text(diagnostic, sources), span(diagnostic, sources, input))).collect()
}

/// The number of mistakes that are compile errors; more would hide the first.
const LARGEST_NUMBER: usize = 50;

fn text(diagnostic: &Diagnostic, sources: &Sources) -> String {
    Rendered::new(std::slice::from_ref(diagnostic), sources).to_string().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use graph_codegen::Builder;

    use super::expand;
    use crate::input::Input;

    #[test]
    fn an_unknown_version_is_an_error_at_its_literal() {
        let input: Input = syn::parse_str("version: \"v2.0\", select: [\"/me\"]").expect("an input");
        let error = expand(&input).expect_err("an error");
        assert_eq!(error.to_string(), "the versions are `v1.0` and `beta`");
        let input: Input = syn::parse_str("version: \"v1.0\", select: [\"/me\"]").expect("an input");
        assert!(expand(&input).expect("items").to_string().contains("in_version"));
    }

    #[test]
    fn settings_of_the_profile_change_the_service_and_its_paths() {
        let input = "metadata: \"../tests/documents/custom_options.csdl\", select: [\"/**\"],\
                     profile: [\"dialect=4.01\", \"keys=segments\"]";
        let input: Input = syn::parse_str(input).expect("an input");
        let text = expand(&input).expect("items").to_string();
        assert!(text.contains("V4_01 . with_key_syntax") || text.contains("V4_01.with_key_syntax"), "{text}");
        let input: Input = syn::parse_str("profile: \"keys=slashes\", select: [\"/me\"]").expect("an input");
        let error = expand(&input).expect_err("an error").to_string();
        assert!(error.starts_with("`keys=slashes` is not valid; the settings of a profile are"), "{error}");
    }

    #[test]
    fn names_of_another_version_are_looked_up_in_its_document() {
        let input = |searched: &str| -> Input {
            let v1 =
                "version: \"v1.0\", metadata: \"../tests/documents/versions/v1.0.csdl\", select: [\"/me/profile\"]";
            syn::parse_str(&format!("{v1}, search_metadata: {searched:?}")).expect("an input")
        };
        let error = |searched| expand(&input(searched)).expect_err("an error").to_string();
        let found = error("beta=../tests/documents/versions/beta.csdl");
        assert!(found.contains("beta has it: generate a second module"), "{found}");
        assert_eq!(error("beta.csdl"), "expected `\"beta=FILE\"` or `\"v1.0=FILE\"`");
    }

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
    fn each_mistake_is_an_error_of_its_own() {
        let input = "select: [\"/user\", \"/users/{id}#PUT,\", \"microsoft.graph.user\"]";
        let input: Input = syn::parse_str(input).expect("an input");
        let errors: Vec<String> =
            expand(&input).expect_err("errors").into_iter().map(|error| error.to_string()).collect();
        assert_eq!(errors.len(), 2, "{errors:?}");
        assert!(errors[0].contains("did you mean `users`?"), "{}", errors[0]);
        assert!(errors[1].contains("nothing follows the comma"), "{}", errors[1]);
    }

    #[test]
    fn permissions_that_are_exceeded_or_misspelled_are_errors() {
        let errors = |input: &str| -> Vec<String> {
            let input: Input = syn::parse_str(input).expect("an input");
            expand(&input).expect_err("errors").into_iter().map(|error| error.to_string()).collect()
        };
        let found = errors("select: [\"/me/sendMail\"], allow_permissions: [\"Mail.Read\", \"Mail.Sent\"]");
        assert!(found.len() == 2 && found.iter().any(|error| error.contains("did you mean `Mail.Send`?")), "{found:?}");
        let found = errors("select: [\"/me\"], allow_permissions: [\"User.Read\"], permission_scheme: \"app\"");
        assert!(found[0].contains("the schemes are"), "{found:?}");
    }

    fn errors(input: &str) -> Vec<String> {
        let input: Input = match syn::parse_str(input) {
            Ok(input) => input,
            Err(error) => return vec![error.to_string()],
        };
        expand(&input).expect_err("errors").into_iter().map(|error| error.to_string()).collect()
    }

    #[test]
    fn settings_of_clients_are_checked() {
        let found = errors(
            "select: [\"/me\"], service_root: \"services.example.com\", scopes: [\"api://x/.default\", \"two scopes\"], \
             user_agent: \"ü\"",
        );
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found.iter().any(|error| error.contains("`services.example.com` is not the URL of a service")));
        assert!(found.iter().any(|error| error.contains("`two scopes` is not a scope")));
        let found = errors("select: [\"/me\"], sign_in: \"bearer\"");
        assert!(found[0].starts_with("`bearer` is not valid; the ways to sign in are"), "{found:?}");
    }

    #[test]
    fn values_of_another_form_are_errors() {
        for (setting, message) in [
            ("rename: { \"microsoft.graph.user\": fn }", "expected identifier"),
            ("attributes: { \"microsoft.graph.user\": must_use }", "expected an attribute"),
            ("max_output: 0", "expected a number of MiB"),
            ("cloud: \"China\"", "did you mean `clouds`?"),
        ] {
            let found = errors(&format!("select: [\"/me\"], {setting}"));
            assert!(found[0].contains(message), "{setting}: {found:?}");
        }
    }

    #[test]
    fn customizations_and_visibility_are_applied_and_settings_without_effect_are_warnings() {
        let input = "select: [\"microsoft.graph.user::{id}\"], module: pub(crate) directory, \
                     rename: { \"microsoft.graph.user\": Person, \"microsoft.graph.group\": Other }, \
                     derive: { \"*/*RequestBuilder\": [Clone, Debug] }";
        let text = |input: &str| expand(&syn::parse_str(input).expect("an input")).expect("items").to_string();
        let shown = text(input);
        assert!(shown.contains("pub (crate) mod directory") && shown.contains("struct Person"), "{shown}");
        assert!(shown.contains("derive (Clone , Debug)"), "{shown}");
        assert!(shown.contains("deprecated (note =") && shown.contains("has no effect"), "{shown}");
        assert!(!text(&format!("{input}, allow_warnings: true")).contains("graph_codegen_warns"));
    }

    #[test]
    fn clouds_that_lack_something_and_unknown_clouds_are_errors() {
        let error = |clouds: &str| {
            let input = format!("select: [\"/me/onenote/notebooks\"], clouds: [{clouds}]");
            let input: Input = syn::parse_str(&input).expect("an input");
            expand(&input).err().map(|error| error.to_string())
        };
        assert!(error("\"Global\", \"China\"").is_some_and(|error| error.contains("which China lacks")));
        assert!(error("\"Mars\"").is_some_and(|error| error.contains("there is no cloud `Mars`; the clouds are")));
        assert_eq!(error("\"Global\""), None);
    }

    #[test]
    fn files_of_selectors_are_read_and_tracked() {
        let input = "metadata: \"../metadata/v1.0.csdl\", select_file: \"../tests/documents/selection.txt\"";
        let input: Input = syn::parse_str(input).expect("an input");
        let text = expand(&input).expect("an expansion").to_string();
        assert!(text.contains("struct SubscribedSku") && text.contains("selection.txt"));
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
