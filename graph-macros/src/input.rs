use std::collections::HashSet;

use graph_codegen::diagnostic::closest;
use proc_macro2::Span;
use quote::ToTokens;
use syn::{
    Attribute, Ident, LitBool, LitInt, LitStr, Path, Token, Type, Visibility, braced, bracketed,
    ext::IdentExt,
    parse::{Parse, ParseStream, Result},
    punctuated::Punctuated,
    token,
};

use crate::paths::Paths;

/// The input of the macro.
#[derive(Default)]
pub(crate) struct Input {
    pub(crate) metadata: Vec<LitStr>,
    pub(crate) version: Option<LitStr>,
    pub(crate) profile: Vec<LitStr>,
    pub(crate) search_metadata: Vec<LitStr>,
    pub(crate) reference_dir: Vec<LitStr>,
    pub(crate) select: Vec<LitStr>,
    pub(crate) select_file: Vec<LitStr>,
    pub(crate) annotations: Vec<LitStr>,
    pub(crate) rename: Vec<Entry>,
    pub(crate) types: Vec<Entry>,
    pub(crate) derive: Vec<Entry>,
    pub(crate) attributes: Vec<Entry>,
    pub(crate) extern_types: Vec<Entry>,
    pub(crate) extern_namespaces: Vec<Entry>,
    pub(crate) extern_builders: Vec<Entry>,
    pub(crate) export: bool,
    pub(crate) types_only: bool,
    pub(crate) service_root: Option<LitStr>,
    pub(crate) scopes: Vec<LitStr>,
    pub(crate) user_agent: Option<LitStr>,
    pub(crate) sign_in: Option<LitStr>,
    pub(crate) allow_permissions: Vec<LitStr>,
    pub(crate) permission_scheme: Option<LitStr>,
    pub(crate) clouds: Vec<LitStr>,
    pub(crate) allow_unknown_availability: bool,
    pub(crate) allow_warnings: bool,
    pub(crate) max_output: Option<LitInt>,
    pub(crate) module: Option<Module>,
    pub(crate) runtime: Option<String>,
    /// The paths that generated code has.
    pub(crate) paths: Paths,
}

/// A setting for the elements that match a pattern: `"microsoft.graph.user": Person`.
pub(crate) struct Entry {
    pub(crate) pattern: LitStr,
    /// The Rust code of the value.
    pub(crate) value: String,
}

/// The generated module: `pub(crate) graph`.
pub(crate) struct Module {
    pub(crate) visibility: Visibility,
    pub(crate) name: Ident,
}

/// The keys, in the order in which the documentation lists them.
const KEYS: [&str; 29] = [
    "select",
    "select_file",
    "metadata",
    "version",
    "profile",
    "search_metadata",
    "annotations",
    "reference_dir",
    "rename",
    "types",
    "derive",
    "attributes",
    "extern",
    "extern_namespace",
    "extern_builders",
    "export",
    "types_only",
    "service_root",
    "scopes",
    "user_agent",
    "sign_in",
    "clouds",
    "allow_unknown_availability",
    "allow_permissions",
    "permission_scheme",
    "max_output",
    "allow_warnings",
    "module",
    "runtime",
];

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut parsed = Self::default();
        let mut seen: Vec<Ident> = Vec::new();
        while !input.is_empty() {
            if input.peek(Token![#]) {
                return Err(input.error("an attribute is for an element of a list, not for a key"));
            }
            let key = input.call(Ident::parse_any)?;
            if seen.contains(&key) {
                let message = format!("duplicate key `{key}`; write one list of all values");
                return Err(syn::Error::new(key.span(), message));
            }
            input.parse::<Token![:]>()?;
            parsed.value(&key, input)?;
            seen.push(key);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        if !seen.iter().any(|key| key == "select" || key == "select_file") {
            let message = "`select` is missing; add `select: [\"/users/{id}/reprocessLicenseAssignment\"]`";
            return Err(syn::Error::new(Span::call_site(), message));
        }
        Ok(parsed)
    }
}

impl Input {
    fn value(&mut self, key: &Ident, input: ParseStream<'_>) -> Result<()> {
        let paths = &mut self.paths;
        match key.to_string().as_str() {
            "metadata" => self.metadata = strings(input)?,
            "version" => self.version = Some(input.parse()?),
            "profile" => self.profile = strings(input)?,
            "search_metadata" => self.search_metadata = strings(input)?,
            "reference_dir" => self.reference_dir = strings(input)?,
            "select" => self.select = strings(input)?,
            "select_file" => self.select_file = strings(input)?,
            "rename" => {
                self.rename = unique(entries(input, |input| Ok(input.parse::<Ident>()?.unraw().to_string()))?)?;
            }
            "types" => self.types = unique(entries(input, |input| type_path(input, paths))?)?,
            "derive" => self.derive = entries(input, derives)?,
            "attributes" => self.attributes = entries(input, attributes)?,
            "annotations" => self.annotations = strings(input)?,
            "extern" => self.extern_types = unique(entries(input, |input| extern_path(input, paths))?)?,
            "extern_namespace" => self.extern_namespaces = unique(entries(input, |input| extern_path(input, paths))?)?,
            "extern_builders" => self.extern_builders = unique(entries(input, |input| extern_path(input, paths))?)?,
            "export" => self.export = input.parse::<LitBool>()?.value(),
            "types_only" => self.types_only = input.parse::<LitBool>()?.value(),
            "service_root" => self.service_root = Some(input.parse()?),
            "scopes" => self.scopes = strings(input)?,
            "user_agent" => self.user_agent = Some(input.parse()?),
            "sign_in" => self.sign_in = Some(input.parse()?),
            "allow_permissions" => self.allow_permissions = strings(input)?,
            "permission_scheme" => self.permission_scheme = Some(input.parse()?),
            "clouds" => self.clouds = strings(input)?,
            "allow_unknown_availability" => self.allow_unknown_availability = input.parse::<LitBool>()?.value(),
            "allow_warnings" => self.allow_warnings = input.parse::<LitBool>()?.value(),
            "max_output" => self.max_output = Some(input.parse()?),
            "module" => self.module = Some(Module { visibility: visibility(input)?, name: input.parse()? }),
            "runtime" => self.runtime = Some(path(input, paths)?),
            other => return Err(unknown_key(other, key.span())),
        }
        Ok(())
    }
}

fn unknown_key(key: &str, span: Span) -> syn::Error {
    let keys: Vec<String> = KEYS.iter().map(|key| format!("`{key}`")).collect();
    let (last, others) = keys.split_last().map_or((String::new(), &[][..]), |(last, others)| (last.clone(), others));
    let help = match closest(key, KEYS) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the keys are {} and {last}", others.join(", ")),
    };
    syn::Error::new(span, format!("unknown key `{key}`; {help}"))
}

/// Parses a visibility; without one, the module is public.
fn visibility(input: ParseStream<'_>) -> Result<Visibility> {
    if input.peek(Token![pub]) { input.parse() } else { Ok(Visibility::Public(token::Pub::default())) }
}

/// Parses a path, as one or in a string.
fn path(input: ParseStream<'_>, paths: &mut Paths) -> Result<String> {
    let path: Path = match input.peek(LitStr) {
        true => {
            let text: LitStr = input.parse()?;
            let message = "expected a path, such as `::graph_runtime`";
            let path = text.parse().map_err(|_| syn::Error::new(text.span(), message))?;
            paths.add_at(&path, text.span());
            path
        }
        false => {
            let path = input.parse()?;
            paths.add(&path);
            path
        }
    };
    Ok(code(&path))
}

/// Parses the path of an item in another crate, as in `::common::City`.
fn extern_path(input: ParseStream<'_>, paths: &mut Paths) -> Result<String> {
    let path = input.call(Path::parse_mod_style)?;
    paths.add(&path);
    Ok(code(&path))
}

/// Parses a type.
fn type_path(input: ParseStream<'_>, paths: &mut Paths) -> Result<String> {
    let path: Type =
        input.parse().map_err(|error| syn::Error::new(error.span(), "expected a Rust type, such as `crate::Id`"))?;
    paths.add(&path);
    Ok(code(&path))
}

/// Parses a string, or a list of strings in brackets.
fn strings(input: ParseStream<'_>) -> Result<Vec<LitStr>> {
    if input.peek(LitStr) {
        return Ok(vec![input.parse()?]);
    }
    if !input.peek(token::Bracket) {
        return Err(input.error("expected a string, or a list of strings in brackets"));
    }
    let content;
    bracketed!(content in input);
    Ok(Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?.into_iter().collect())
}

/// Refuses a second value for a pattern, which would have no effect.
fn unique(entries: Vec<Entry>) -> Result<Vec<Entry>> {
    let mut seen = HashSet::new();
    match entries.iter().find(|entry| !seen.insert(entry.pattern.value())) {
        Some(Entry { pattern, .. }) => {
            Err(syn::Error::new(pattern.span(), format!("`{}` has a value already", pattern.value())))
        }
        None => Ok(entries),
    }
}

/// Parses settings by pattern in braces.
fn entries(input: ParseStream<'_>, mut value: impl FnMut(ParseStream<'_>) -> Result<String>) -> Result<Vec<Entry>> {
    if !input.peek(token::Brace) {
        return Err(input.error("expected values by pattern in braces, such as `{ \"microsoft.graph.user\": … }`"));
    }
    let content;
    braced!(content in input);
    let mut entries = Vec::new();
    while !content.is_empty() {
        let pattern = content.parse()?;
        content.parse::<Token![:]>()?;
        entries.push(Entry { pattern, value: value(&content)? });
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
    }
    Ok(entries)
}

/// Parses a trait, or a list of traits in brackets.
fn derives(input: ParseStream<'_>) -> Result<String> {
    if !input.peek(token::Bracket) {
        return Ok(code(&input.parse::<Path>()?));
    }
    let content;
    bracketed!(content in input);
    let paths = Punctuated::<Path, Token![,]>::parse_terminated(&content)?;
    Ok(paths.iter().map(code).collect::<Vec<_>>().join(", "))
}

/// Parses one or more attributes.
fn attributes(input: ParseStream<'_>) -> Result<String> {
    let attributes = Attribute::parse_outer(input)?;
    if attributes.is_empty() {
        return Err(input.error("expected an attribute, such as `#[must_use]`"));
    }
    Ok(attributes.iter().map(code).collect())
}

/// Returns Rust code, which the builder parses again.
fn code(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}
