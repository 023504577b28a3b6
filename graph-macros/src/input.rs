use syn::{
    Ident, LitBool, LitStr, Path, Token, braced, bracketed,
    ext::IdentExt,
    parse::{Parse, ParseStream, Result},
    punctuated::Punctuated,
};

/// The input of the macro.
pub(crate) struct Input {
    pub(crate) metadata: Vec<LitStr>,
    pub(crate) version: Option<LitStr>,
    pub(crate) profile: Vec<LitStr>,
    pub(crate) search_metadata: Vec<LitStr>,
    pub(crate) annotations: Vec<LitStr>,
    pub(crate) reference_dir: Vec<LitStr>,
    pub(crate) select: Vec<LitStr>,
    pub(crate) select_file: Vec<LitStr>,
    pub(crate) extern_types: Vec<(LitStr, Path)>,
    pub(crate) extern_namespaces: Vec<(LitStr, Path)>,
    pub(crate) extern_builders: Vec<(LitStr, Path)>,
    pub(crate) export: bool,
    pub(crate) types_only: bool,
    pub(crate) allow_permissions: Vec<LitStr>,
    pub(crate) permission_scheme: Option<LitStr>,
    pub(crate) clouds: Vec<LitStr>,
    pub(crate) allow_unknown_availability: bool,
    pub(crate) module: Option<Ident>,
    pub(crate) runtime: Option<LitStr>,
}

const KEYS: &str = "the keys are `metadata`, `version`, `profile`, `search_metadata`, `annotations`, `reference_dir`, \
                    `select`, `select_file`, `extern`, `extern_namespace`, `extern_builders`, `export`, `types_only`, \
                    `clouds`, `allow_unknown_availability`, `allow_permissions`, `permission_scheme`, \
                    `module` and `runtime`";

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let mut parsed = Self {
            metadata: Vec::new(),
            version: None,
            profile: Vec::new(),
            search_metadata: Vec::new(),
            annotations: Vec::new(),
            reference_dir: Vec::new(),
            select: Vec::new(),
            select_file: Vec::new(),
            extern_types: Vec::new(),
            extern_namespaces: Vec::new(),
            extern_builders: Vec::new(),
            export: false,
            types_only: false,
            allow_permissions: Vec::new(),
            permission_scheme: None,
            clouds: Vec::new(),
            allow_unknown_availability: false,
            module: None,
            runtime: None,
        };
        let mut seen: Vec<Ident> = Vec::new();
        while !input.is_empty() {
            let key = input.call(Ident::parse_any)?;
            if seen.contains(&key) {
                return Err(syn::Error::new(key.span(), format!("duplicate key `{key}`")));
            }
            input.parse::<Token![:]>()?;
            match key.to_string().as_str() {
                "metadata" => parsed.metadata = strings(input)?,
                "version" => parsed.version = Some(input.parse()?),
                "profile" => parsed.profile = strings(input)?,
                "search_metadata" => parsed.search_metadata = strings(input)?,
                "annotations" => parsed.annotations = strings(input)?,
                "extern" => parsed.extern_types = paths(input)?,
                "extern_namespace" => parsed.extern_namespaces = paths(input)?,
                "extern_builders" => parsed.extern_builders = paths(input)?,
                "export" => parsed.export = input.parse::<LitBool>()?.value(),
                "types_only" => parsed.types_only = input.parse::<LitBool>()?.value(),
                "reference_dir" => parsed.reference_dir = strings(input)?,
                "select" => parsed.select = strings(input)?,
                "select_file" => parsed.select_file = strings(input)?,
                "allow_permissions" => parsed.allow_permissions = strings(input)?,
                "permission_scheme" => parsed.permission_scheme = Some(input.parse()?),
                "clouds" => parsed.clouds = strings(input)?,
                "allow_unknown_availability" => {
                    parsed.allow_unknown_availability = input.parse::<LitBool>()?.value();
                }
                "module" => parsed.module = Some(input.parse()?),
                "runtime" => parsed.runtime = Some(input.parse()?),
                other => return Err(syn::Error::new(key.span(), format!("unknown key `{other}`; {KEYS}"))),
            }
            seen.push(key);
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        if !seen.iter().any(|key| key == "select" || key == "select_file") {
            let message = "`select` is missing; add `select: [\"/users/{id}/reprocessLicenseAssignment\"]`";
            return Err(input.error(message));
        }
        Ok(parsed)
    }
}

/// Parses a string, or a list of strings in brackets.
fn strings(input: ParseStream<'_>) -> Result<Vec<LitStr>> {
    if input.peek(LitStr) {
        return Ok(vec![input.parse()?]);
    }
    let content;
    bracketed!(content in input);
    Ok(Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?.into_iter().collect())
}

/// Parses names with paths, in braces: `{ "S.City": ::common::City }`.
fn paths(input: ParseStream<'_>) -> Result<Vec<(LitStr, Path)>> {
    let content;
    braced!(content in input);
    let entry = |input: ParseStream<'_>| -> Result<(LitStr, Path)> {
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        Ok((name, input.call(Path::parse_mod_style)?))
    };
    Ok(Punctuated::<_, Token![,]>::parse_terminated_with(&content, entry)?.into_iter().collect())
}
