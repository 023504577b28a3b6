//! Finds the permissions of a request by its path.
//!
//! A path of the table matches a path that is asked for if its segments do. A segment that is no name, such as the
//! well-known name of a folder, matches a placeholder, but a path with the same name is preferred:
//! `/users/{id}/mailFolders/inbox/messageRules` is in the table as such, `/users/{id}/mailFolders/inbox` as
//! `/users/{id}/mailFolders/{id}`. So the search goes back from a name that leads nowhere. It visits each prefix of the
//! table at most once, since different choices lead to different prefixes.

use super::{
    PermissionTable, RequestPermissions,
    request_path::{CALL, PREFIX, segments},
    request_permissions::Source,
    table::{line, lower_bound},
};
use crate::selection::Method;

impl PermissionTable {
    /// Returns the permissions of a request; `None` if they are not known, which does not mean that there are none.
    ///
    /// The path may be a template or have values of keys, and a query, which is ignored. See
    /// [`RequestPermissions::path`] for paths whose permissions are those of another one.
    ///
    /// ```
    /// use graph_codegen::{permissions::{PermissionTable, Scheme}, selection::Method};
    ///
    /// let table = PermissionTable::embedded();
    /// let found = table.request(Method::Get, "/users/{id}/mailFolders/inbox").expect("a known request");
    /// assert_eq!(found.path, "/users/{}/mailfolders/{}");
    /// assert!(table.request(Method::Get, "/users/{id}/noSuchThing").is_none());
    /// ```
    #[must_use]
    pub fn request(&self, method: Method, path: &str) -> Option<RequestPermissions<'_>> {
        let (path, source, keys) = self.find(method, path)?;
        Some(RequestPermissions { path, source, schemes: keys.map(|key| self.set(key)) })
    }

    /// Returns the keys of the [sets](Self::set) of permissions that allow a request, by scheme.
    pub(crate) fn request_sets(&self, method: Method, path: &str) -> Option<[&str; 3]> {
        self.find(method, path).map(|(_, _, keys)| keys)
    }

    /// Finds the path in the table, whether it is that of the request, and the keys of the sets.
    fn find(&self, method: Method, path: &str) -> Option<(String, Source, [&str; 3])> {
        let written = segments(path);
        let mut forms = inferred_forms(&written);
        forms.extend(self.without_arguments(&written));
        let forms = forms.into_iter().map(|form| (form == written, form));
        let mut search = Search { section: self.request_section(), method: method.as_str(), path: String::new() };
        for (is_written, form) in forms {
            search.path.clear();
            if let Some(keys) = search.find(&form) {
                let mut keys = keys.split(',');
                let source = if is_written { Source::Table } else { Source::TableOfOtherPath };
                return Some((search.path, source, std::array::from_fn(|_| keys.next().unwrap_or_default())));
            }
        }
        None
    }
}

impl PermissionTable {
    /// A function whose arguments the table omits.
    ///
    /// In front of a path that has keys, the arguments are a key, and the path without it is that of the collection.
    fn without_arguments(&self, segments: &[String]) -> Option<Vec<String>> {
        let mut form: Vec<String> = Vec::with_capacity(segments.len());
        for segment in segments {
            let Some((name, arguments)) = segment.split_once('(') else {
                form.push(segment.clone());
                continue;
            };
            let keys: String = form.iter().flat_map(|segment| ["/", segment]).chain(["/", name, "/{}"]).collect();
            let section = self.request_section();
            if arguments != ")" && section[lower_bound(section, keys.as_bytes())..].starts_with(&keys) {
                return None;
            }
            form.push(format!("{name}{CALL}"));
        }
        (form != segments).then_some(form)
    }
}

struct Search<'t, 'm> {
    section: &'t str,
    method: &'m str,
    /// The prefix that is found so far.
    path: String,
}

impl<'t> Search<'t, '_> {
    /// The keys of the sets for the rest of a path. Leaves the found path in `self.path`.
    fn find(&mut self, rest: &[String]) -> Option<&'t str> {
        let Some((segment, rest)) = rest.split_first() else {
            let (_, methods) = line(self.section, &self.path)?;
            let mut methods = methods.split(' ').filter_map(|entry| entry.split_once('='));
            return methods.find(|(method, _)| *method == self.method).map(|(_, keys)| keys);
        };
        let length = self.path.len();
        for name in names(segment) {
            self.path.push('/');
            self.path.push_str(&name);
            if self.has_prefix(rest.is_empty())
                && let Some(found) = self.find(rest)
            {
                return Some(found);
            }
            self.path.truncate(length);
        }
        None
    }

    /// Whether a line begins with the path that is found so far.
    fn has_prefix(&self, is_whole: bool) -> bool {
        let prefix = [self.path.as_bytes(), if is_whole { b" " } else { b"/" }].concat();
        self.section.as_bytes()[lower_bound(self.section, &prefix)..].starts_with(&prefix)
    }
}

/// What a segment may be in the table, the best first.
fn names(segment: &str) -> Vec<String> {
    let is_value = !segment.contains('(') && !segment.starts_with(['$', '{']) && !segment.starts_with(PREFIX);
    let segment = segment.strip_suffix(CALL).unwrap_or(segment);
    let mut names = vec![segment.to_owned()];
    let name = segment.split('(').next().unwrap_or_default();
    if let Some(qualified) = segment.strip_prefix(PREFIX) {
        // An action or a function by its simple name. A cast has no other name.
        let start = name[PREFIX.len()..].rfind('.').map_or(0, |dot| dot + 1);
        names.push(qualified[start..].to_owned());
    } else if !name.contains(['.', ':', '{']) {
        names.push(format!("{PREFIX}{segment}"));
    }
    if is_value {
        names.push(if segment.ends_with(':') { "{}:" } else { "{}" }.to_owned());
    }
    names
}

/// The path, and others that have the same permissions, the closest first.
fn inferred_forms(segments: &[String]) -> Vec<Vec<String>> {
    let mut forms = vec![segments.to_vec()];
    let mut add = |change: &dyn Fn(&[String]) -> Option<Vec<String>>| {
        for index in 0..forms.len() {
            if let Some(form) = change(&forms[index]) {
                forms.push(form);
            }
        }
    };
    add(&by_key);
    add(&without_suffix);
    add(&by_reference);
    add(&by_item);
    add(&without_casts);
    forms
}

/// `/groups/{}/members/$ref` has the permissions of `/groups/{}/members`.
fn without_suffix(segments: &[String]) -> Option<Vec<String>> {
    let (last, before) = segments.split_last()?;
    matches!(last.as_str(), "$ref" | "$count" | "$value").then(|| before.to_vec())
}

/// `DELETE /members/$ref?$id=…` has the permissions of `DELETE /members/{}/$ref`, which the table writes without `$ref`.
fn by_reference(segments: &[String]) -> Option<Vec<String>> {
    let (last, before) = segments.split_last()?;
    (last == "$ref").then(|| [before, &["{}".to_owned()]].concat())
}

/// `/members/graph.user` has the permissions of `/members`.
fn without_casts(segments: &[String]) -> Option<Vec<String>> {
    let kept: Vec<String> = segments.iter().filter(|segment| !segment.starts_with(PREFIX)).cloned().collect();
    (kept.len() < segments.len()).then_some(kept)
}

/// An item by its path has the permissions of an item by its key: `/drive/root:/{}:/content`, `/drive/items/{}/content`.
fn by_item(segments: &[String]) -> Option<Vec<String>> {
    let at = segments.iter().position(|segment| segment.ends_with(':'))?;
    let mut form = segments[..at].to_vec();
    match segments[at].as_str() {
        "root:" => form.extend(["items".to_owned(), "{}".to_owned()]),
        _ => form.push("{}".to_owned()),
    }
    form.extend_from_slice(segments.get(at + 2..).unwrap_or_default());
    Some(form)
}

/// An entity by an alternate key has the permissions of the entity by its key.
fn by_key(segments: &[String]) -> Option<Vec<String>> {
    let has_arguments = |segment: &String| segment.ends_with("={})");
    segments.iter().any(has_arguments).then(|| {
        let mut form = Vec::with_capacity(segments.len() + 1);
        for segment in segments {
            match segment.split_once('(') {
                Some((name, _)) => form.extend([name.to_owned(), "{}".to_owned()]),
                None => form.push(segment.clone()),
            }
        }
        form
    })
}

#[cfg(test)]
mod tests {
    use super::{Method, PermissionTable, Source};
    use crate::permissions::{AlsoRequires, Scheme};

    #[track_caller]
    fn path(method: Method, path: &str) -> Option<(String, bool)> {
        PermissionTable::embedded()
            .request(method, path)
            .map(|found| (found.path, found.source == Source::TableOfOtherPath))
    }

    #[track_caller]
    fn finds(method: Method, written: &str, expected: &str, is_inferred: bool) {
        assert_eq!(path(method, written), Some((expected.to_owned(), is_inferred)), "{written}");
    }

    #[test]
    fn the_first_operation_has_the_documented_permissions() {
        let table = PermissionTable::embedded();
        let found = table.request(Method::Post, "/users/{id}/reprocessLicenseAssignment").expect("known");
        for scheme in [Scheme::DelegatedWork, Scheme::Application] {
            let permissions = found.scheme(scheme);
            let names = |list: &[crate::permissions::Alternative<'_>]| -> Vec<String> {
                assert!(list.iter().all(|alternative| alternative.also == AlsoRequires::Nothing));
                list.iter().map(|alternative| alternative.name().to_owned()).collect()
            };
            assert_eq!(names(&permissions.least), ["User.ReadWrite.All"]);
            let higher =
                ["AgentIdUser.ReadWrite.All", "AgentIdUser.ReadWrite.IdentityParentedBy", "Directory.ReadWrite.All"];
            assert_eq!(names(&permissions.higher), higher);
        }
        assert!(!found.scheme(Scheme::DelegatedPersonal).is_supported());
    }

    #[test]
    fn a_name_does_not_hide_a_key() {
        finds(Method::Get, "/users/{id}/mailFolders/inbox", "/users/{}/mailfolders/{}", false);
        finds(Method::Get, "/me/mailFolders/Inbox/messageRules/", "/me/mailfolders/inbox/messagerules", false);
        finds(Method::Get, "/me/mailFolders/inbox/messages?$top=2", "/me/mailfolders/{}/messages", false);
        finds(Method::Get, "/users/adele@contoso.com", "/users/{}", false);
        finds(Method::Get, "/users/delta()", "/users/delta", false);
        assert_eq!(path(Method::Get, "/users/noSuchFunction(x={x})/manager"), None);
        assert_eq!(path(Method::Get, "/users/noSuchFunction()"), None);
        assert_eq!(path(Method::Get, "/users/{id}/noSuchThing"), None);
        assert_eq!(path(Method::Put, "/users"), None);
        assert_eq!(path(Method::Get, ""), None);
    }

    #[test]
    fn me_and_users_differ() {
        finds(Method::Get, "/me/messages", "/me/messages", false);
        finds(Method::Get, "/users/{id}/messages", "/users/{}/messages", false);
        assert_eq!(path(Method::Post, "/users/{id}/noSuchThing"), None);
    }

    #[test]
    fn all_spellings_find_the_same_request() {
        finds(Method::Get, "/APPLICATIONS(AppId='{x}')/owners", "/applications(appid={})/owners", false);
        finds(Method::Get, "/users(userPrincipalName='{x}')/messages", "/users/{}/messages", true);
        finds(Method::Get, "/users('{x}')/messages", "/users/{}/messages", false);
        finds(Method::Get, "/users/microsoft.graph.delta()", "/users/delta", false);
        finds(
            Method::Get,
            "/users/{a}/drive/items/{b}/workbook/worksheets/{c}/range( Address = 'A1' )",
            "/users/{}/drive/items/{}/workbook/worksheets/{}/range(address={})",
            false,
        );
    }

    #[test]
    fn the_permissions_of_a_part_are_those_of_the_resource() {
        finds(Method::Get, "/users/$count", "/users", true);
        finds(Method::Get, "/me/photo/$value", "/me/photo", true);
        finds(Method::Delete, "/groups/{id}/members/{id}/$ref", "/groups/{}/members/{}", true);
        finds(Method::Delete, "/groups/{id}/members/$ref", "/groups/{}/members/{}", true);
        finds(Method::Get, "/groups/{id}/members/graph.user/$count", "/groups/{}/members", true);
        finds(Method::Get, "/users/{id}/transitiveReports/$count", "/users/{}/transitivereports/$count", false);
        finds(Method::Get, "/me/drive/root:/A/B.txt:/content", "/me/drive/root:/{}:/content", false);
        finds(Method::Get, "/drives/{id}/root:/{path}:/versions", "/drives/{}/items/{}/versions", true);
        finds(Method::Get, "/drives/{id}/items/{id}:/{path}:/children", "/drives/{}/items/{}/children", true);
        finds(
            Method::Get,
            "/users/{id}/onlineMeetings/getAllRecordings(a=@a)",
            "/users/{}/onlinemeetings/getallrecordings",
            true,
        );
        assert_eq!(path(Method::Delete, "/directoryRoles(roleTemplateId='{x}')"), None);
    }

    #[test]
    fn ambiguous_requirements_stay_visible() {
        let table = PermissionTable::embedded();
        let found = table.request(Method::Post, "/servicePrincipals/{id}/inheritedAppRoleAssignments").expect("known");
        let least = &found.scheme(Scheme::Application).least;
        assert_eq!(least.len(), 2);
        assert!(matches!(&least[0].also, AlsoRequires::Ambiguous(names) if names.len() == 2), "{least:?}");
        assert!(matches!(&least[1].also, AlsoRequires::One(one) if one.name() == "AppRoleAssignment.ReadWrite.All"));
    }

    #[test]
    fn long_paths_are_read_in_linear_time() {
        let long = "/users".repeat(200_000);
        assert_eq!(path(Method::Get, &long), None);
        assert_eq!(path(Method::Post, &format!("/users{}", "(".repeat(1 << 20))), None);
        assert_eq!(path(Method::Get, &format!("/me/drive/root:{}", "/a:".repeat(100_000))), None);
    }
}
