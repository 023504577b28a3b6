//! The table of addresses of documentation, from `externalDocs` in Microsoft's OpenAPI documents.
//!
//! ```text
//! /users/{}/messages GET=user-list-messages POST=user-post-messages
//! ```
//!
//! Each page is at `https://learn.microsoft.com/graph/api/NAME`. Names follow no rule that always holds, so a request
//! that is not in the documents has none.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use graph_codegen::{
    diagnostic::{Diagnostics, Sources},
    internals::{csdl::Limits, documentation_key, openapi},
};

pub const FILE: &str = "metadata/v1.0.documentation.txt";

/// The directory of the documents.
pub const DIRECTORY: &str = "openapi";

/// What addresses of pages begin with.
const PAGES: &str = "https://learn.microsoft.com/graph/api/";

/// Reads the documents in a directory and its subdirectories: their paths and texts, sorted by path.
///
/// # Errors
///
/// Returns the reason if a document or directory cannot be read.
pub fn read(directory: &Path) -> Result<Vec<(PathBuf, String)>, String> {
    let text = |path: PathBuf| match fs::read_to_string(&path) {
        Ok(text) => Ok((path, text)),
        Err(problem) => Err(format!("cannot read `{}`: {problem}", path.display())),
    };
    documents(directory)?.into_iter().map(text).collect()
}

/// Returns the text of the table for documents. The first of several names is kept.
///
/// # Errors
///
/// Returns what is wrong with a document.
pub fn table(documents: &[(PathBuf, String)]) -> Result<String, String> {
    let mut requests: BTreeMap<String, BTreeMap<&'static str, String>> = BTreeMap::new();
    for (path, text) in documents {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let file = sources.add(path.display().to_string(), text.as_str());
        let document = openapi::read(file, text, Limits::default(), &mut diagnostics);
        let Some(document) = document.filter(|_| !diagnostics.has_errors()) else {
            return Err(diagnostics.rendered(&sources).to_string());
        };
        for item in &document.paths {
            for operation in &item.operations {
                let name = operation.documentation.as_ref().and_then(|address| page(&address.value));
                let (Some(name), Some(method)) = (name, method(operation.method)) else { continue };
                let methods = requests.entry(documentation_key(&item.path.value)).or_default();
                methods.entry(method).or_insert_with(|| name.to_owned());
            }
        }
    }
    let mut table = String::new();
    for (path, methods) in requests {
        table.push_str(&path);
        methods.iter().for_each(|(method, name)| table.push_str(&format!(" {method}={name}")));
        table.push('\n');
    }
    Ok(table)
}

fn documents(directory: &Path) -> Result<Vec<PathBuf>, String> {
    let failed = |problem| format!("cannot read `{}`: {problem}", directory.display());
    let mut found = Vec::new();
    let mut directories = vec![directory.to_owned()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                directories.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yml") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The name of a page of v1.0.
fn page(address: &str) -> Option<&str> {
    let (name, view) = address.strip_prefix(PAGES)?.split_once('?')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_name && view == "view=graph-rest-1.0").then_some(name)
}

fn method(method: openapi::Method) -> Option<&'static str> {
    match method {
        openapi::Method::Get => Some("GET"),
        openapi::Method::Post => Some("POST"),
        openapi::Method::Patch => Some("PATCH"),
        openapi::Method::Put => Some("PUT"),
        openapi::Method::Delete => Some("DELETE"),
        openapi::Method::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{page, read, table};

    #[needs::shared]
    #[test]
    fn the_table_is_up_to_date() {
        let documents = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/metadata/openapi");
        let table = table(&read(&documents).unwrap()).unwrap();
        assert!(table == graph_metadata::V1_0_DOCUMENTATION, "run `cargo xtask metadata documentation DIR`");
    }

    #[test]
    fn only_pages_of_v1_have_names() {
        let of = |rest: &str| page(&format!("https://learn.microsoft.com/graph/api/{rest}")).map(str::to_owned);
        assert_eq!(of("user-sendmail?view=graph-rest-1.0").as_deref(), Some("user-sendmail"));
        assert_eq!(of("user-sendmail?view=graph-rest-beta"), None);
        assert_eq!(of("../x?view=graph-rest-1.0"), None);
        assert_eq!(page("https://example.com/user-sendmail?view=graph-rest-1.0"), None);
    }
}
