//! Finds the permissions of a request by its path.
//!
//! A path of the table matches a path that is asked for if its segments do. A segment that is no name, such as the
//! well-known name of a folder, matches a placeholder, but a path with the same name is preferred:
//! `/users/{id}/mailFolders/inbox/messageRules` is in the table as such, `/users/{id}/mailFolders/inbox` as
//! `/users/{id}/mailFolders/{id}`. So the search goes back from a name that leads nowhere. It visits each prefix of the
//! table at most once, since different choices lead to different prefixes.

use super::{
    PermissionTable, RequestPermissions, SchemePermissions,
    request_path::{PREFIX, segments},
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
        let written = segments(path);
        let mut forms = vec![(written.clone(), false)];
        for form in inferred_forms(&written) {
            if forms.iter().all(|(known, _)| *known != form) {
                forms.push((form, true));
            }
        }
        let mut search = Search { section: self.request_section(), method: method.as_str(), path: String::new() };
        for (form, is_inferred) in forms {
            search.path.clear();
            if let Some(keys) = search.find(&form) {
                let mut keys = keys.split(',');
                let schemes: [SchemePermissions<'_>; 3] =
                    std::array::from_fn(|_| keys.next().map(|key| self.set(key)).unwrap_or_default());
                return Some(RequestPermissions { path: search.path, is_inferred, schemes });
            }
        }
        None
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
    let mut names = vec![segment.to_owned()];
    let name = segment.split('(').next().unwrap_or_default();
    let is_value = !segment.contains('(') && !segment.starts_with('$');
    if let Some(qualified) = segment.strip_prefix(PREFIX) {
        // An action or a function by its simple name. A cast has no other name.
        let start = qualified.split('(').next().unwrap_or_default().rfind('.').map_or(0, |dot| dot + 1);
        names.push(qualified[start..].to_owned());
    } else if segment != "{}" && !name.contains('.') && !name.contains(':') {
        names.push(format!("{PREFIX}{segment}"));
    }
    if is_value && segment != "{}" && !segment.starts_with(PREFIX) {
        let is_item = segment.ends_with(':') && segment != "{}:";
        names.push(if is_item { "{}:".to_owned() } else { "{}".to_owned() });
    }
    names
}

/// Other paths that have the same permissions, the closest first.
fn inferred_forms(segments: &[String]) -> Vec<Vec<String>> {
    let with_suffix = segments.to_vec();
    let mut forms = vec![with_suffix];
    let mut add = |change: &dyn Fn(&[String]) -> Option<Vec<String>>| {
        for index in 0..forms.len() {
            if let Some(form) = change(&forms[index]) {
                forms.push(form);
            }
        }
    };
    add(&by_key);
    add(&without_suffix);
    add(&by_item);
    add(&without_casts);
    forms
}

/// `/groups/{}/members/$ref` has the permissions of `/groups/{}/members`.
fn without_suffix(segments: &[String]) -> Option<Vec<String>> {
    let (last, before) = segments.split_last()?;
    matches!(last.as_str(), "$ref" | "$count" | "$value").then(|| before.to_vec())
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
