#[cfg(feature = "tools")]
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

#[cfg(feature = "tools")]
use super::permitted::PermittedSets;
use super::{
    Permission, PermissionTable, RequestPermissions, SchemePermissions,
    lookup::find,
    path_tree::PathTree,
    request_path::PREFIX,
    table::{alternatives, lines},
};
use crate::selection::Method;

/// The parsed table, for commands that look up many requests.
///
/// It takes some milliseconds to make. A single request is found faster in the text.
#[derive(Debug)]
pub(crate) struct TableIndex<'t> {
    nodes: Vec<Node<'t>>,
    /// Sorted by key.
    sets: Vec<SharedSet<'t>>,
    /// Made when it is needed.
    #[cfg(feature = "tools")]
    permitted: OnceLock<PermittedSets>,
}

/// Alternatives that many requests have.
#[derive(Debug)]
struct SharedSet<'t> {
    key: &'t str,
    permissions: Arc<SchemePermissions<'t>>,
}

/// A prefix of paths.
#[derive(Debug, Default)]
struct Node<'t> {
    /// The segments below, sorted, with the numbers of their nodes.
    below: Vec<(&'t str, usize)>,
    /// Whether a segment below has a qualified name.
    has_qualified: bool,
    line: Option<(&'t str, &'t str)>,
}

impl<'t> TableIndex<'t> {
    /// Makes the index of a table, or returns the one of the embedded table.
    pub(crate) fn of(table: &'t PermissionTable) -> Arc<Self> {
        static EMBEDDED: OnceLock<Arc<TableIndex<'static>>> = OnceLock::new();
        let embedded = PermissionTable::embedded();
        match std::ptr::eq(table, embedded) {
            true => Arc::clone(EMBEDDED.get_or_init(|| Arc::new(TableIndex::new(embedded)))),
            false => Arc::new(Self::new(table)),
        }
    }

    fn new(table: &'t PermissionTable) -> Self {
        let permissions: Vec<Permission<'t>> = table.permissions().collect();
        let named = |name: &str| {
            let found = permissions.binary_search_by(|permission| permission.name().cmp(name)).ok();
            found.map(|found| permissions[found])
        };
        let set = |(key, text)| SharedSet { key, permissions: Arc::new(alternatives(text, named)) };
        let mut index = Self {
            nodes: vec![Node::default()],
            sets: table.sets().map(set).collect(),
            #[cfg(feature = "tools")]
            permitted: OnceLock::new(),
        };
        // Paths are sorted, so that most begin like the one before.
        let mut last: Vec<(&str, usize)> = Vec::new();
        for (path, methods) in lines(table.request_section()) {
            let mut depth = 0;
            for segment in path.split('/').skip(1) {
                if last.get(depth).is_none_or(|(known, _)| *known != segment) {
                    last.truncate(depth);
                    let parent = last.last().map_or(0, |(_, node)| *node);
                    last.push((segment, index.child_or_new(parent, segment)));
                }
                depth += 1;
            }
            last.truncate(depth);
            let node = last.last().map_or(0, |(_, node)| *node);
            index.nodes[node].line = Some((path, methods));
        }
        index
    }

    /// The same as [`PermissionTable::request`].
    pub(crate) fn request(&self, method: Method, path: &str) -> Option<RequestPermissions<'t>> {
        find(self, method, path, |key| {
            self.position(key).map_or_else(Arc::default, |set| Arc::clone(&self.sets[set].permissions))
        })
    }

    /// The sets that each permission permits, and how many requests have them.
    #[cfg(feature = "tools")]
    pub(super) fn permitted(&self) -> &PermittedSets {
        self.permitted.get_or_init(|| {
            let lines = self.nodes.iter().filter_map(|node| node.line);
            let entries = lines.flat_map(|(_, methods)| methods.split(' ')).filter_map(|entry| entry.split_once('='));
            // Few combinations of keys are different.
            let mut combinations: BTreeMap<&str, usize> = BTreeMap::new();
            entries.for_each(|(_, keys)| *combinations.entry(keys).or_default() += 1);
            let mut requests = vec![[0; 3]; self.sets.len()];
            for (keys, count) in combinations {
                for (scheme, set) in keys.split(',').map(|key| self.position(key)).enumerate().take(3) {
                    if let Some(set) = set {
                        requests[set][scheme] += count;
                    }
                }
            }
            PermittedSets::new(self.sets.iter().map(|set| &*set.permissions), requests)
        })
    }

    fn position(&self, key: &str) -> Option<usize> {
        self.sets.binary_search_by(|set| set.key.cmp(key)).ok()
    }

    fn child_or_new(&mut self, parent: usize, segment: &'t str) -> usize {
        let new = self.nodes.len();
        let below = &mut self.nodes[parent].below;
        match below.binary_search_by(|(known, _)| (*known).cmp(segment)) {
            Ok(found) => below[found].1,
            Err(at) => {
                below.insert(at, (segment, new));
                self.nodes[parent].has_qualified |= segment.starts_with(PREFIX);
                self.nodes.push(Node::default());
                new
            }
        }
    }
}

impl<'t> PathTree<'t> for TableIndex<'t> {
    type Node = usize;

    fn root(&self) -> usize {
        0
    }

    fn child(&self, node: usize, segment: &str) -> Option<usize> {
        let Node { below, has_qualified, .. } = &self.nodes[node];
        // Most look-ups are of names that lead nowhere, so these are decided without a search.
        if segment.starts_with('{') {
            // Braces sort after letters.
            let mut last = below.iter().rev().take_while(|(known, _)| known.starts_with('{'));
            return last.find(|(known, _)| *known == segment).map(|(_, found)| *found);
        }
        if !has_qualified && segment.starts_with(PREFIX) {
            return None;
        }
        below.binary_search_by(|(known, _)| (*known).cmp(segment)).ok().map(|found| below[found].1)
    }

    fn may_have_qualified(&self, node: usize) -> bool {
        self.nodes[node].has_qualified
    }

    fn line(&self, node: usize) -> Option<(&'t str, &'t str)> {
        self.nodes[node].line
    }
}

#[cfg(test)]
mod tests {
    use super::TableIndex;
    use crate::{permissions::PermissionTable, selection::Method};

    #[test]
    fn the_index_and_the_text_find_the_same() {
        let table = PermissionTable::embedded();
        let index = TableIndex::of(table);
        let others = [
            (Method::Get, "/users/{id}/mailFolders/inbox"),
            (Method::Get, "/groups/{id}/members/graph.user/$count"),
            (Method::Get, "/drives/{id}/root:/{path}:/versions"),
            (Method::Delete, "/directoryRoles(roleTemplateId='{x}')"),
            (Method::Get, "/users/{id}/onlineMeetings/getAllRecordings(a=@a)"),
            (Method::Get, "/users/{id}/noSuchThing"),
        ];
        for (method, path) in table.requests().step_by(7).chain(others) {
            let (by_text, by_index) = (table.request(method, path), index.request(method, path));
            assert_eq!(format!("{by_text:?}"), format!("{by_index:?}"), "{path}");
        }
    }
}
