//! Where diagnostics are shown: at the literal that they are about.

use std::path::Path;

use graph_codegen::diagnostic::{Code, Diagnostic, FileId, Sources};
use proc_macro2::Span;
use syn::LitStr;

use crate::input::{Entry, Input};

/// The name of selectors in diagnostics. The sources with this name are the literals of `select`, in order.
const SELECTOR: &str = "selector";

/// Returns the span of the literal that a diagnostic is about, or else that of the metadata or of the macro.
pub(crate) fn span(diagnostic: &Diagnostic, sources: &Sources, input: &Input) -> Span {
    let literal = diagnostic.span.and_then(|span| literal(span.file, sources, input));
    let literal = literal.or_else(|| quoted(diagnostic, input));
    if let (None, Code::Limit, Some(size)) = (literal, diagnostic.code, &input.max_output) {
        return size.span();
    }
    literal.or(input.metadata.first()).map_or_else(Span::call_site, LitStr::span)
}

/// The literal that is a source, or that names its file.
fn literal<'i>(file: FileId, sources: &Sources, input: &'i Input) -> Option<&'i LitStr> {
    let source = sources.get(file)?;
    let patterns = |entries: &'i [Entry]| entries.iter().map(|entry| &entry.pattern).collect::<Vec<_>>();
    let literals: Vec<&LitStr> = match source.name() {
        // Selectors may be the same, but not in the same place.
        SELECTOR => {
            let selectors = sources.iter().filter(|(_, source)| source.name() == SELECTOR);
            return selectors.zip(&input.select).find(|((id, _), _)| *id == file).map(|(_, literal)| literal);
        }
        "allow_permissions" => input.allow_permissions.iter().collect(),
        "service_root" => input.service_root.iter().collect(),
        "scopes" => input.scopes.iter().collect(),
        "user_agent" => input.user_agent.iter().collect(),
        "sign_in" => input.sign_in.iter().collect(),
        "rename" => patterns(&input.rename),
        "map_type" => patterns(&input.types),
        "extern_type" => patterns(&input.extern_types),
        "extern_namespace" => patterns(&input.extern_namespaces),
        "extern_builders" => patterns(&input.extern_builders),
        "attribute" => patterns(&input.derive).into_iter().chain(patterns(&input.attributes)).collect(),
        name => {
            let mut files = input.metadata.iter().chain(&input.select_file).chain(&input.annotations);
            return files.find(|literal| Path::new(name).ends_with(literal.value()));
        }
    };
    literals.into_iter().find(|literal| literal.value() == source.text())
}

/// The literal that a diagnostic without a position is about: the first one that its message quotes, such as a file
/// that cannot be read.
fn quoted<'i>(diagnostic: &Diagnostic, input: &'i Input) -> Option<&'i LitStr> {
    let clients = || input.service_root.iter().chain(&input.scopes).chain(&input.user_agent).chain(&input.sign_in);
    if diagnostic.code == Code::Setting {
        return clients().next();
    }
    let files = input.metadata.iter().chain(&input.annotations).chain(&input.select_file);
    let patterns = [&input.rename, &input.types, &input.extern_types, &input.extern_namespaces, &input.extern_builders];
    let patterns = patterns.into_iter().flatten().map(|entry| &entry.pattern);
    let values = input.clouds.iter().chain(clients());
    // `select_file` is joined to the directory of `Cargo.toml`.
    let is_quoted = |literal: &&LitStr| {
        let value = literal.value();
        let mut quoted = diagnostic.message.split('`').skip(1).step_by(2);
        !value.is_empty() && quoted.any(|text| text == value || Path::new(text).ends_with(&value))
    };
    files.chain(patterns).chain(values).find(is_quoted)
}
