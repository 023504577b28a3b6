//! The addresses of pages of documentation.

use crate::{
    edm::{
        Annotation, Expression,
        vocabulary::{DOCUMENTATION_RELATION, LINKS},
    },
    permissions::permission_path,
    selection::Method,
};

/// What addresses of pages about Graph begin with.
const PAGES: &str = "https://learn.microsoft.com/graph/api/";

/// The longest address.
const MAX_LENGTH: usize = 300;

/// The address of documentation in annotations (`Org.OData.Core.V1.Links`).
pub(super) fn linked(annotations: &[Annotation]) -> Option<String> {
    let is_documentation =
        |relation: &str| relation == DOCUMENTATION_RELATION || relation == "describedby" || relation == "documentation";
    let links = Annotation::value(annotations, LINKS)?;
    links.records().find_map(|link| {
        let relation = link.get("rel").and_then(Expression::as_string)?;
        let address = link.get("href").and_then(Expression::as_string)?.trim();
        (is_documentation(relation) && is_address(address)).then(|| address.to_owned())
    })
}

/// The page about a request of Graph v1.0, given by the paths that it has. Microsoft's OpenAPI documents have it; no
/// rule for the names of pages always holds.
pub(super) fn of_graph<'p>(method: Method, paths: impl IntoIterator<Item = &'p str>) -> Option<String> {
    paths.into_iter().find_map(|path| {
        let key = documentation_key(path);
        let rest = |line: &'static str| line.strip_prefix(key.as_str())?.strip_prefix(' ');
        let pages = graph_metadata::V1_0_DOCUMENTATION.lines().find_map(rest)?;
        let page = pages.split(' ').find_map(|page| page.strip_prefix(method.as_str())?.strip_prefix('='))?;
        Some(format!("{PAGES}{page}"))
    })
}

/// The path of a request in the table of documentation: that of permissions, with unqualified names.
pub(crate) fn documentation_key(path: &str) -> String {
    permission_path(path).replace("/graph.", "/")
}

/// Whether a text is an address that can be shown and opened.
fn is_address(text: &str) -> bool {
    text.len() <= MAX_LENGTH && text.starts_with("https://") && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::{is_address, of_graph};
    use crate::selection::Method;

    #[test]
    fn requests_have_the_page_of_any_of_their_paths() {
        let page = |method, path| of_graph(method, [path]);
        let expected = Some("https://learn.microsoft.com/graph/api/user-assignlicense".to_owned());
        assert_eq!(page(Method::Post, "/users/{id}/assignLicense"), expected);
        assert_eq!(of_graph(Method::Post, ["/me/assignLicense", "/users/{user-id}/assignLicense"]), expected);
        assert_eq!(page(Method::Get, "/users/{id}/assignLicense"), None);
        assert_eq!(page(Method::Post, "/users/{id}/assign"), None);
    }

    #[test]
    fn only_addresses_of_the_web_are_shown() {
        assert!(is_address("https://example.com/a?b#c"));
        for text in ["javascript:alert(1)", "http://example.com", "https://a b", "https://a\u{1b}[2J", "https://名"] {
            assert!(!is_address(text), "{text}");
        }
    }
}
