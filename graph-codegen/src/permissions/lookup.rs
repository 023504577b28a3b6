//! Finds the permissions of a request by its path.
//!
//! A path of the table matches a path that is asked for if its segments do. A segment such as the well-known name of a
//! folder matches a placeholder, but a path with the same name is preferred: the table has
//! `/users/{id}/mailFolders/inbox/messageRules` as such, and `/users/{id}/mailFolders/inbox` as
//! `/users/{id}/mailFolders/{id}`. So the search goes back from a name that leads nowhere. It visits each prefix of the
//! table at most once, since different choices lead to different prefixes.

use std::{borrow::Cow, sync::Arc};

use super::{
    PermissionTable, RequestPermissions, SchemePermissions,
    operation_names::operation_names,
    path_tree::{PathTree, TextTree},
    request_path::{CALL, PREFIX, segments},
    request_permissions::Source,
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
        find(&TextTree::new(self.request_section()), method, path, |key| Arc::new(self.set(key)))
    }
}

/// Finds a request in a tree of paths. `set` returns the alternatives with a key.
pub(super) fn find<'t, T: PathTree<'t>>(
    tree: &T,
    method: Method,
    path: &str,
    mut set: impl FnMut(&'t str) -> Arc<SchemePermissions<'t>>,
) -> Option<RequestPermissions<'t>> {
    let written = segments(path);
    let mut reached = 0;
    let found =
        find_path(tree, &written, method.as_str(), KeyRule::AnyValue, &mut |depth| reached = reached.max(depth));
    let found = found.map(|found| (found, Source::Table)).or_else(|| {
        let is_special = |segment: &String| {
            segment.starts_with('$') || segment.starts_with(PREFIX) || segment.contains('(') || segment.ends_with(':')
        };
        // Other forms begin with the same segments, up to the first of these, or to a key in front of it.
        let first = written.iter().position(is_special)?;
        if first > reached + 1 {
            return None;
        }
        // A function is closer to itself without arguments than to anything else.
        let others = without_arguments(tree, &written).into_iter();
        others
            .chain(inferred_forms(tree, &written, method).into_iter().skip(1))
            .filter(|form| *form != written)
            .find_map(|form| find_path(tree, &form, method.as_str(), KeyRule::NoNames, &mut |_| {}))
            .map(|found| (found, Source::TableOfOtherPath))
    });
    let ((path, keys), source) = found?;
    let mut keys = keys.split(',');
    let schemes = std::array::from_fn(|_| keys.next().map_or_else(Arc::default, &mut set));
    Some(RequestPermissions { path: path.to_owned(), source, schemes })
}

/// Which segments may be keys, besides placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyRule {
    /// All values.
    AnyValue,
    /// Values that cannot be names of properties or operations, and names that the table has beside keys. A path that
    /// nobody wrote may have a name where the written one has a key.
    NoNames,
}

/// The path of the table that matches a path, and the keys of its sets.
///
/// `reach` is told how many segments led somewhere.
fn find_path<'t, T: PathTree<'t>>(
    tree: &T,
    path: &[String],
    method: &str,
    keys: KeyRule,
    reach: &mut impl FnMut(usize),
) -> Option<(&'t str, &'t str)> {
    find_below(tree, (tree.root(), 0), path, (method, keys), reach)
}

fn find_below<'t, T: PathTree<'t>>(
    tree: &T,
    (node, depth): (T::Node, usize),
    path: &[String],
    (method, keys): (&str, KeyRule),
    reach: &mut impl FnMut(usize),
) -> Option<(&'t str, &'t str)> {
    reach(depth);
    let Some(segment) = path.get(depth) else {
        let (path, methods) = tree.line(node)?;
        let mut methods = methods.split(' ').filter_map(|entry| entry.split_once('='));
        return methods.find(|(known, _)| *known == method).map(|(_, keys)| (path, keys));
    };
    // The other name of a simple one is qualified.
    let is_simple = !segment.starts_with(PREFIX);
    // What a `POST` ends with is an action, unless it is a placeholder.
    let is_action = method == Method::Post.as_str() && depth + 1 == path.len();
    let is_strict = is_action || keys == KeyRule::NoNames;
    let can_be_key = !is_strict || !is_name(segment) || tree.child(node, segment).is_some();
    let names = if can_be_key { &NAMES[..] } else { &NAMES[..NAMES.len() - 1] };
    names.iter().enumerate().find_map(|(form, name)| {
        if form == OTHER_NAME && is_simple && !tree.may_have_qualified(node) {
            return None;
        }
        let name = name(segment)?;
        if is_other_kind(segment, &name) {
            return None;
        }
        let child = tree.child(node, &name)?;
        find_below(tree, (child, depth + 1), path, (method, keys), reach)
    })
}

/// Whether a segment is a call or a qualified name, and a name of the table is that of a property.
fn is_other_kind(segment: &str, name: &str) -> bool {
    let is_operation = segment.ends_with(CALL) || segment.starts_with(PREFIX);
    let is_simple = !name.contains(['(', '{']) && !name.starts_with(PREFIX);
    is_operation && is_simple && !operation_names().contains(name)
}

/// Whether a segment can be the name of a property or operation.
fn is_name(segment: &str) -> bool {
    if segment.is_ascii() {
        let mut bytes = segment.bytes();
        return bytes.next().is_some_and(|first| first == b'_' || first.is_ascii_alphabetic())
            && bytes.all(|byte| byte == b'_' || byte.is_ascii_alphanumeric());
    }
    segment.starts_with(|first: char| first == '_' || first.is_alphabetic())
        && segment.chars().all(|character| character == '_' || character.is_alphanumeric())
}

/// Where a segment most probably leads.
pub(super) fn step<'t, T: PathTree<'t>>(tree: &T, node: T::Node, segment: &str) -> Option<T::Node> {
    NAMES.iter().find_map(|name| tree.child(node, &name(segment)?))
}

/// A function whose arguments the table omits.
///
/// In front of a path that has keys, the arguments are a key, and the path without it is that of the collection.
fn without_arguments<'t, T: PathTree<'t>>(tree: &T, segments: &[String]) -> Option<Vec<String>> {
    if !segments.iter().any(|segment| segment.contains('(')) {
        return None;
    }
    let mut node = Some(tree.root());
    let mut form: Vec<String> = Vec::with_capacity(segments.len());
    for segment in segments {
        let (name, arguments) = segment.split_once('(').unwrap_or((segment, CALL));
        node = node.and_then(|node| step(tree, node, name));
        let is_called = segment.contains('(');
        if is_called && arguments != ")" && node.and_then(|node| tree.child(node, "{}")).is_some() {
            return None;
        }
        form.push(if is_called { format!("{name}{CALL}") } else { segment.clone() });
    }
    (form != segments).then_some(form)
}

/// The name that a segment may have in the table.
type Name = fn(&str) -> Option<Cow<'_, str>>;

/// What a segment may be in the table, the best first.
const NAMES: [Name; 3] = [same_name, other_name, key];
const OTHER_NAME: usize = 1;

fn same_name(segment: &str) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(segment.strip_suffix(CALL).unwrap_or(segment)))
}

/// A qualified name by its simple name, and the other way round. A cast has no simple name.
fn other_name(segment: &str) -> Option<Cow<'_, str>> {
    let segment = segment.strip_suffix(CALL).unwrap_or(segment);
    let name = segment.split('(').next().unwrap_or_default();
    match name.strip_prefix(PREFIX) {
        Some(rest) => Some(Cow::Borrowed(&segment[PREFIX.len() + rest.rfind('.').map_or(0, |dot| dot + 1)..])),
        None if name.contains('.') || name.contains(':') || name.starts_with('{') => None,
        None => Some(Cow::Owned(format!("{PREFIX}{segment}"))),
    }
}

/// The key of an entity, if the segment can be a value.
fn key(segment: &str) -> Option<Cow<'_, str>> {
    let is_value =
        !segment.contains('(') && !matches!(segment.as_bytes(), [b'$' | b'{', ..]) && !segment.starts_with(PREFIX);
    is_value.then_some(Cow::Borrowed(if segment.ends_with(':') { "{}:" } else { "{}" }))
}

/// The path, and others that have the same permissions, the closest first.
fn inferred_forms<'t, T: PathTree<'t>>(tree: &T, segments: &[String], method: Method) -> Vec<Vec<String>> {
    let mut forms = vec![segments.to_vec()];
    let mut add = |change: &dyn Fn(&[String]) -> Option<Vec<String>>| {
        for index in 0..forms.len() {
            if let Some(form) = change(&forms[index]) {
                forms.push(form);
            }
        }
    };
    add(&|segments| by_key(tree, segments));
    add(&without_suffix);
    if method == Method::Delete {
        add(&by_reference);
        add(&by_collection);
    }
    add(&by_item);
    add(&|segments| without_casts(segments, method));
    forms
}

/// `/groups/{}/members/$ref` has the permissions of `/groups/{}/members`.
fn without_suffix(segments: &[String]) -> Option<Vec<String>> {
    let (last, before) = segments.split_last()?;
    matches!(last.as_str(), "$ref" | "$count" | "$value").then(|| before.to_vec())
}

/// `DELETE /members/$ref?$id=…` has the permissions of `DELETE /members/{}/$ref`, in the table without `$ref`.
fn by_reference(segments: &[String]) -> Option<Vec<String>> {
    let (last, before) = segments.split_last()?;
    (last == "$ref").then(|| [before, &["{}".to_owned()]].concat())
}

/// `DELETE /members/{}/$ref` has the permissions of `DELETE /members/$ref?$id=…`, in the table without `$ref`.
fn by_collection(segments: &[String]) -> Option<Vec<String>> {
    match segments {
        [before @ .., key, last] if key == "{}" && last == "$ref" => Some(before.to_vec()),
        _ => None,
    }
}

/// `/members/graph.user` has the permissions of `/members`.
///
/// What has arguments is a function, and what a `POST` ends with is an action. These are never casts.
fn without_casts(segments: &[String], method: Method) -> Option<Vec<String>> {
    let last = segments.len().checked_sub(1)?;
    let is_cast = |at: usize, segment: &str| {
        segment.starts_with(PREFIX) && !segment.contains('(') && (at < last || method != Method::Post)
    };
    let kept = segments.iter().enumerate().filter(|(at, segment)| !is_cast(*at, segment));
    let kept: Vec<String> = kept.map(|(_, segment)| segment.clone()).collect();
    (kept.len() < segments.len()).then_some(kept)
}

/// An item by its path has the permissions of an item by its key: `/root:/{}:/content`, `/items/{}/content`.
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
///
/// Arguments are a key only behind a name that has keys in the table. Otherwise they may be those of a function.
fn by_key<'t, T: PathTree<'t>>(tree: &T, segments: &[String]) -> Option<Vec<String>> {
    if !segments.iter().any(|segment| segment.ends_with("={})")) {
        return None;
    }
    let mut node = Some(tree.root());
    let mut form = Vec::with_capacity(segments.len() + 1);
    for segment in segments {
        let alternate = segment.strip_suffix("={})").and_then(|rest| rest.split_once('('));
        let by_key = alternate.and_then(|(name, _)| {
            let key = tree.child(tree.child(node?, name)?, "{}")?;
            Some((name, key))
        });
        match by_key {
            Some((name, key)) => {
                form.extend([name.to_owned(), "{}".to_owned()]);
                node = Some(key);
            }
            None => {
                form.push(segment.clone());
                node = node.and_then(|node| step(tree, node, segment));
            }
        }
    }
    (form.len() > segments.len()).then_some(form)
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
        // A property says nothing of a function with its name.
        finds(Method::Get, "/users/{id}/manager", "/users/{}/manager", false);
        assert_eq!(path(Method::Get, "/users/{id}/manager()"), None);
        assert_eq!(path(Method::Post, "/users/{id}/microsoft.graph.manager"), None);
        assert_eq!(path(Method::Get, "/users/{id}/microsoft.graph.manager()"), None);
        assert_eq!(path(Method::Get, "/users/{id}/manager(at={at})"), None);
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
        finds(Method::Delete, "/groups/{id}/acceptedSenders/{id}/$ref", "/groups/{}/acceptedsenders", true);
        assert_eq!(path(Method::Get, "/groups/{id}/acceptedSenders/{id}/$ref"), None);
        assert_eq!(path(Method::Post, "/groups/{id}/members/$ref"), None, "Microsoft publishes none");
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
    fn operations_have_no_permissions_of_other_requests() {
        for (method, written) in [
            (Method::Post, "/groups/microsoft.graph.x.purgeAll"),
            (Method::Get, "/groups/{id}/microsoft.graph.x.secrets()"),
            (Method::Get, "/groups/{id}/microsoft.graph.x.secrets(a={a})"),
            (Method::Get, "/groups/{id}/microsoft.graph.x.members(a={a})"),
            (Method::Get, "/groups/{id}/noSuchFunction(a={a})"),
            (Method::Post, "/security/alerts_v2/microsoft.graph.security.moveAlerts"),
            (Method::Post, "/users(userPrincipalName='{x}')/microsoft.graph.x.purgeAll"),
            (Method::Get, "/communications/callRecords/noSuchFunction(a={a})"),
            (Method::Post, "/groups/{id}/settings/noSuchAction"),
        ] {
            assert_eq!(path(method, written), None, "{written}");
        }
        let pstn = "/communications/callrecords/getpstncalls";
        let arguments = "getPstnCalls(fromDateTime={a},toDateTime={b})";
        finds(Method::Get, &format!("/communications/callRecords/{arguments}"), pstn, true);
        finds(Method::Get, &format!("/communications/callRecords/microsoft.graph.callRecords.{arguments}"), pstn, true);
        let search = "/users(userPrincipalName='{x}')/messages/{id}/microsoft.graph.message/attachments";
        finds(Method::Get, search, "/users/{}/messages/{}/attachments", true);
    }

    #[test]
    fn a_cast_does_not_lose_its_key() {
        let blueprint = "/applications/graph.agentIdentityBlueprint(appId='{appId}')";
        assert_eq!(path(Method::Delete, &format!("{blueprint}/logo")), None);
        assert_eq!(path(Method::Delete, "/applications/microsoft.graph.x/logo"), None);
        finds(Method::Get, blueprint, "/applications/graph.agentidentityblueprint/{}", true);
        finds(Method::Put, &format!("{blueprint}/logo"), "/applications/{}/logo", true);
        // A known name of a key, and what cannot be a name, are keys.
        finds(Method::Get, "/me/mailFolders/inbox/messages/$count", "/me/mailfolders/{}/messages", true);
        finds(Method::Get, "/users/adele@contoso.com/photo/$value", "/users/{}/photo", true);
        finds(Method::Get, "/groups/1a-2b/members/graph.user", "/groups/{}/members", true);
    }

    #[test]
    fn references_by_query_are_only_removed() {
        finds(Method::Delete, "/groups/{id}/members/$ref", "/groups/{}/members/{}", true);
        assert_eq!(path(Method::Put, "/groups/$ref"), None);
        assert_eq!(path(Method::Patch, "/groups/$ref"), None);
        assert_eq!(path(Method::Patch, "/users/$ref"), None);
    }

    #[test]
    fn of_several_marks_the_fewest_methods_decide() {
        let table = PermissionTable::embedded();
        let least = |method, path| -> Vec<String> {
            let found = table.request(method, path).expect("known");
            found.scheme(Scheme::DelegatedWork).least.iter().map(|least| least.name().to_owned()).collect()
        };
        assert_eq!(least(Method::Get, "/me/messages"), ["Mail.ReadBasic"]);
        assert_eq!(least(Method::Post, "/me/messages"), ["Mail.ReadWrite"]);
        let higher = &table.request(Method::Get, "/me/messages").expect("known");
        let higher = &higher.scheme(Scheme::DelegatedWork).higher;
        assert!(higher.iter().any(|alternative| alternative.name() == "Mail.ReadWrite"), "{higher:?}");
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
