use std::path::{Path, PathBuf};

use graph_codegen::{
    Builder, Version,
    clouds::UnknownCloud,
    diagnostic::{FileId, Rendered, Severity, Sources},
    edm::UnknownProfileSetting,
    permissions::Scheme,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::LitStr;

use crate::input::Input;

/// The name of selectors in diagnostics. The sources with this name are the literals of `select`, in order.
const SELECTOR: &str = "selector";
/// The name of allowed permissions in diagnostics.
const PERMISSION: &str = "allow_permissions";

pub(crate) fn expand(input: &Input) -> Result<TokenStream, syn::Error> {
    let directory = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let mut builder = Builder::new().base_dir(&directory);
    for path in &input.metadata {
        builder = builder.metadata(path.value());
    }
    if let Some(version) = &input.version {
        let known = Version::from_name(&version.value());
        let known = known.ok_or_else(|| syn::Error::new(version.span(), "the versions are `v1.0` and `beta`"))?;
        builder = builder.version(known);
    }
    for text in &input.profile {
        let setting = text.value().parse();
        builder = builder.profile(setting.map_err(|settings: UnknownProfileSetting| {
            syn::Error::new(text.span(), format!("`{}` is not valid; {settings}", text.value()))
        })?);
    }
    for searched in &input.search_metadata {
        let value = searched.value();
        let found = value.split_once('=').and_then(|(name, path)| Some((Version::from_name(name)?, path)));
        let message = "expected `\"beta=FILE\"` or `\"v1.0=FILE\"`";
        let (version, path) = found.ok_or_else(|| syn::Error::new(searched.span(), message))?;
        builder = builder.search_metadata(version, path);
    }
    for path in &input.reference_dir {
        builder = builder.reference_dir(path.value());
    }
    for selector in &input.select {
        builder = builder.select_text(SELECTOR, selector.value());
    }
    for path in &input.select_file {
        builder = builder.select_file(directory.join(path.value()));
    }
    builder = builder.allow_permissions(input.allow_permissions.iter().map(LitStr::value));
    if let Some(name) = &input.permission_scheme {
        let scheme = Scheme::from_name(&name.value());
        let message = "the schemes are `delegated-work`, `delegated-personal` and `application`";
        builder = builder.permission_scheme(scheme.ok_or_else(|| syn::Error::new(name.span(), message))?);
    }
    for name in &input.clouds {
        let cloud = name.value().parse();
        builder = builder.cloud(cloud.map_err(|clouds: UnknownCloud| {
            syn::Error::new(name.span(), format!("there is no cloud `{}`; {clouds}", name.value()))
        })?);
    }
    if input.allow_unknown_availability {
        builder = builder.allow_unknown_availability();
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
        #[allow(missing_debug_implementations, unused_qualifications)]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery)]
        pub mod #module {
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
        let literal = diagnostic.span.and_then(|span| literal(span.file, sources, input));
        let span = literal.or(input.metadata.first()).map_or_else(Span::call_site, |literal| literal.span());
        let text = Rendered::new(std::slice::from_ref(diagnostic), sources).to_string();
        let found = syn::Error::new(span, text.trim_end());
        match &mut all {
            Some(all) => all.combine(found),
            None => all = Some(found),
        }
    }
    all.unwrap_or_else(|| syn::Error::new(Span::call_site(), error.to_string().trim_end()))
}

/// The number of mistakes that are compile errors; more would hide the first.
const LARGEST_NUMBER: usize = 50;

/// The literal that is a source, or that names its file.
fn literal<'i>(file: FileId, sources: &Sources, input: &'i Input) -> Option<&'i LitStr> {
    let name = sources.get(file)?.name();
    for (known, literals) in [(SELECTOR, &input.select), (PERMISSION, &input.allow_permissions)] {
        if name == known {
            let named = sources.iter().filter(|(_, source)| source.name() == known);
            return named.zip(literals).find(|((id, _), _)| *id == file).map(|(_, literal)| literal);
        }
    }
    let mut files = input.metadata.iter().chain(&input.select_file);
    files.find(|literal| Path::new(name).ends_with(literal.value()))
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
