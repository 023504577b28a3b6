//! The name of graph-runtime, which `Cargo.toml` may change.

use std::{env, fs, path::Path};

use proc_macro2::Span;
use syn::{Ident, parse_quote};

const PACKAGE: &str = "graph-runtime";

/// Returns the path to graph-runtime: `::graph_runtime`, or another name if `Cargo.toml` renames the dependency.
pub fn path() -> syn::Path {
    // Other build tools have no `Cargo.toml`.
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(|folder| Path::new(&folder).join("Cargo.toml"));
    let text = manifest.and_then(|manifest| fs::read_to_string(manifest).ok()).unwrap_or_default();
    let name = name_in(&text).map(|name| name.replace('-', "_"));
    match name.and_then(|name| syn::parse_str::<Ident>(&name).ok()) {
        Some(mut name) => {
            name.set_span(Span::call_site());
            parse_quote!(::#name)
        }
        None => parse_quote!(::graph_runtime),
    }
}

/// Returns the key of the dependency on the package if it is renamed on one line or in a table of its own.
///
/// Other forms need `#[projection(…, crate = …)]`: a parser of TOML would cost the first build of an application more
/// than everything else that this crate depends on.
fn name_in(manifest: &str) -> Option<&str> {
    let (mut section, mut renamed) = ("", None);
    for line in manifest.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            section = header.split(']').next().unwrap_or_default().trim();
            if table_of(section) == Some(PACKAGE) {
                return None;
            }
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let key = unquoted(key);
        if section.ends_with("dependencies") {
            // `graph-runtime.workspace = true` is a key of its table.
            if key.split('.').next() == Some(PACKAGE) && !names_other(value) {
                return None;
            }
            let mut entries = value.trim().trim_start_matches('{').split([',', '}']);
            if entries.any(is_package) {
                renamed = renamed.or(Some(key));
            }
        } else if let Some(name) = table_of(section)
            && is_package(line)
        {
            renamed = renamed.or(Some(name));
        }
    }
    renamed
}

/// Returns the name of a dependency from the header of its table: `dependencies.name`.
fn table_of(section: &str) -> Option<&str> {
    let (before, name) = section.rsplit_once('.')?;
    before.trim().ends_with("dependencies").then(|| unquoted(name))
}

/// Returns whether an entry is `package = "graph-runtime"`.
fn is_package(entry: &str) -> bool {
    let entry = entry.split('#').next().unwrap_or_default();
    entry.split_once('=').is_some_and(|(key, value)| unquoted(key) == "package" && unquoted(value) == PACKAGE)
}

/// Returns whether the entries of a dependency name another package than its key does.
fn names_other(value: &str) -> bool {
    value.contains("package") && !value.split(['{', ',', '}']).any(is_package)
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::name_in;

    #[test]
    fn the_dependency_may_be_renamed() {
        for (manifest, expected) in [
            ("", None),
            ("[dependencies]\ngraph-runtime = \"0.1\"", None),
            ("[dependencies]\ngraph-runtime.workspace = true", None),
            ("[dependencies.graph-runtime]\nversion = \"0.1\"", None),
            ("[dependencies]\nrt = { package = \"graph-runtime\", version = \"0.1\" }", Some("rt")),
            ("[dev-dependencies]\n\"rt\" = {version = '0.1', package='graph-runtime'} # renamed", Some("rt")),
            ("[target.'cfg(unix)'.dependencies]\nmy-rt = { package = \"graph-runtime\" }", Some("my-rt")),
            ("[dependencies.rt]\nversion = \"0.1\"\npackage = \"graph-runtime\"", Some("rt")),
            // Another version beside the one with its own name.
            ("[dependencies]\nold = { package = \"graph-runtime\" }\ngraph-runtime = \"0.2\"", None),
            ("[dependencies]\nx = { package = \"graph-runtime-x\" }\n[package]\nname = \"graph-runtime\"", None),
            (
                "[dependencies]\ngraph-runtime = { package = \"other\" }\nrt = { package = \"graph-runtime\" }",
                Some("rt"),
            ),
            ("[package.metadata]\nrt = { package = \"graph-runtime\" }", None),
        ] {
            assert_eq!(name_in(manifest), expected, "{manifest}");
        }
    }
}
