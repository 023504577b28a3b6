//! The addresses of pages of documentation.

use crate::{permissions::permission_path, selection::Method};

/// What addresses of pages about Graph begin with.
const PAGES: &str = "https://learn.microsoft.com/graph/api/";

/// The page about a request of Graph v1.0, given by the paths that it has. Microsoft's OpenAPI documents have it; no
/// rule for the names of pages always holds.
pub(super) fn of_graph<'p>(method: Method, paths: impl IntoIterator<Item = &'p str>) -> Option<String> {
    paths.into_iter().find_map(|path| {
        let key = documentation_key(path);
        let find = |key: &str| {
            let rest = |line: &'static str| line.strip_prefix(key)?.strip_prefix(' ');
            graph_metadata::V1_0_DOCUMENTATION.lines().find_map(rest)
        };
        let pages = find(&key).or_else(|| by_key(&key).iter().find_map(|key| find(key)))?;
        let page = pages.split(' ').find_map(|page| page.strip_prefix(method.as_str())?.strip_prefix('='))?;
        Some(format!("{PAGES}{page}"))
    })
}

/// The path of a request in the table of documentation: that of permissions, with unqualified names.
pub(crate) fn documentation_key(path: &str) -> String {
    permission_path(path).replace("/graph.", "/")
}

/// Where the table has the items of drives.
const ITEMS: &str = "/groups/{}/drives/{}/items/{}";

/// The paths by key, if one has items by path: `/me/drive/items/{}/content` for `/me/drive/root:/{}:/content`. Pages
/// describe both, and the table has the former only, not for each drive.
fn by_key(key: &str) -> Vec<String> {
    let by_key = key.replace("/root:/{}", "/items/{}").replace("/{}:/{}", "/{}").replace(":/", "/");
    if by_key == key {
        return Vec::new();
    }
    let by_key = by_key.trim_end_matches(':').to_owned();
    let tail = by_key.split_once("/items/{}").filter(|_| by_key.contains("/drive"));
    let of_any_drive = tail.map(|(_, tail)| format!("{ITEMS}{tail}"));
    [by_key].into_iter().chain(of_any_drive).collect()
}

#[cfg(test)]
mod tests {
    use super::of_graph;
    use crate::selection::Method;

    #[test]
    fn requests_have_the_page_of_any_of_their_paths() {
        let page = |method, path| of_graph(method, [path]);
        let expected = Some("https://learn.microsoft.com/graph/api/user-assignlicense".to_owned());
        assert_eq!(page(Method::Post, "/users/{id}/assignLicense"), expected);
        assert_eq!(of_graph(Method::Post, ["/me/assignLicense", "/users/{user-id}/assignLicense"]), expected);
        assert_eq!(page(Method::Get, "/users/{id}/assignLicense"), None);
        let invite = Some("https://learn.microsoft.com/graph/api/driveitem-invite".to_owned());
        for path in ["/me/drive/root:/{path}:/invite", "/drives/{id}/items/{id}:/a/b.txt:/invite"] {
            assert_eq!(page(Method::Post, path), invite, "{path}");
        }
        assert_eq!(page(Method::Post, "/users/{id}/assign"), None);
    }
}
