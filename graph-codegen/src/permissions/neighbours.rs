//! Requests of the table that are close to one that it does not have.

use super::{
    PermissionTable,
    lookup::step,
    path_tree::{PathTree, TextTree},
    request_path::{PREFIX, segments},
};

impl PermissionTable {
    /// Returns requests that are close to one that is not known: other methods of its path; those of the path without
    /// `$ref`, `$count`, `$value` or a cast; and of what has a key below these.
    ///
    /// They say where to look, not what the request needs: `POST /groups/{id}/members/$ref` is not in Microsoft's
    /// table, `GET /groups/{}/members` and `DELETE /groups/{}/members/{}` are, and adding a member needs permissions
    /// that neither of them has to have.
    pub(crate) fn neighbours(&self, path: &str) -> Vec<String> {
        let tree = TextTree::new(self.request_section());
        let written = segments(path);
        let is_suffix = |segment: &String| segment.starts_with('$') || segment.starts_with(PREFIX);
        let kept = written.len() - written.iter().rev().take_while(|segment| is_suffix(segment)).count();
        let mut node = Some(tree.root());
        for segment in &written[..kept] {
            node = node.and_then(|node| step(&tree, node, segment));
        }
        let Some(node) = node.filter(|_| kept > 0) else { return Vec::new() };
        let lines = [tree.line(node), tree.child(node, "{}").and_then(|node| tree.line(node))];
        let requests = lines.into_iter().flatten().flat_map(|(path, methods)| {
            let methods = methods.split(' ').filter_map(|entry| entry.split_once('='));
            methods.map(move |(method, _)| format!("{method} {path}"))
        });
        requests.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::PermissionTable;

    #[test]
    fn neighbours_are_on_the_same_path() {
        let neighbours = |path| PermissionTable::embedded().neighbours(path);
        let members = ["GET /groups/{}/members", "DELETE /groups/{}/members/{}"];
        assert_eq!(neighbours("/groups/{id}/members/$ref"), members);
        assert_eq!(neighbours("/groups/{id}/members/microsoft.graph.user/$count"), members);
        // Another method of the path itself.
        assert!(neighbours("/users/{id}/manager").contains(&"GET /users/{}/manager".to_owned()));
        for path in ["/users/{id}/noSuchThing/$ref", "/$ref", ""] {
            assert_eq!(neighbours(path), Vec::<String>::new(), "{path}");
        }
    }
}
