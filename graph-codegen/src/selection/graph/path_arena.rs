//! Paths that share their prefixes, so that a path takes the memory of one step.
//!
//! `**` creates a path for each step that it follows.

use std::{
    cmp::{Ordering, Reverse},
    ops::Range,
};

use super::{ResourceShape, RootKind, ServiceGraph, Step};

/// The identifier of a path in a [`PathArena`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PathId(usize);

/// Owns paths, each of which extends another by a step.
#[derive(Debug)]
pub(crate) struct PathArena<'a> {
    graph: &'a ServiceGraph<'a>,
    nodes: Vec<PathNode<'a>>,
    /// The templates of all paths, concatenated.
    templates: String,
}

#[derive(Debug)]
struct PathNode<'a> {
    /// The path without its last step; the root is its own parent.
    parent: PathId,
    /// The last step; `None` at the container.
    step: Option<Step<'a>>,
    rank: Rank,
    template: Range<usize>,
    is_selected: bool,
}

/// The criteria that make one path better than another.
///
/// In order: fewer detours; an entity set before a singleton (`/users/{id}` before `/me`, which requires a signed-in
/// user); a shorter template; a key before a cast; alphabetical order.
#[derive(Clone, Copy, Debug, Default)]
struct Rank {
    detours: usize,
    begins_at_singleton: bool,
    steps: usize,
    steps_before_cast: usize,
}

impl Rank {
    fn then(self, step: &Step<'_>) -> Self {
        let is_before_cast = self.steps_before_cast == self.steps && !matches!(step, Step::Cast { .. });
        Self {
            detours: self.detours + detour(step),
            begins_at_singleton: match self.steps {
                0 => matches!(step, Step::Root { kind: RootKind::Singleton, .. }),
                _ => self.begins_at_singleton,
            },
            steps: self.steps + 1,
            steps_before_cast: self.steps_before_cast + usize::from(is_before_cast),
        }
    }
}

/// The penalty for steps other than roots and keys.
fn detour(step: &Step<'_>) -> usize {
    match step {
        Step::Root { .. } | Step::Key { .. } => 0,
        Step::AlternateKey { .. } | Step::Navigation { .. } | Step::Property { .. } => 1,
        Step::Cast { .. } => 2,
        Step::Function { .. } | Step::ItemPath { .. } => 3,
    }
}

impl<'a> PathArena<'a> {
    /// The empty path, which ends at the container.
    pub(crate) const ROOT: PathId = PathId(0);

    pub(crate) fn new(graph: &'a ServiceGraph<'a>) -> Self {
        let root =
            PathNode { parent: Self::ROOT, step: None, rank: Rank::default(), template: 0..0, is_selected: true };
        Self { graph, nodes: vec![root], templates: String::new() }
    }

    /// The graph of the paths.
    pub(crate) fn graph(&self) -> &'a ServiceGraph<'a> {
        self.graph
    }

    /// Adds a path that extends another by a step.
    pub(crate) fn then(&mut self, parent: PathId, step: Step<'a>) -> PathId {
        let known = &self.nodes[parent.0];
        let start = self.templates.len();
        if known.template.is_empty() {
            // What the template before this one ends with does not matter.
            let mut template = String::new();
            step.write(&mut template, self.graph);
            self.templates.push_str(&template);
        } else {
            self.templates.extend_from_within(known.template.clone());
            step.write(&mut self.templates, self.graph);
        }
        let (rank, template) = (known.rank.then(&step), start..self.templates.len());
        self.nodes.push(PathNode { parent, step: Some(step), rank, template, is_selected: false });
        PathId(self.nodes.len() - 1)
    }

    /// Adds a path like [`then`](Self::then), if it is better than `other`.
    pub(crate) fn then_if_better(&mut self, parent: PathId, step: Step<'a>, other: Option<PathId>) -> Option<PathId> {
        let path = self.then(parent, step);
        if other.is_none_or(|other| self.is_better(path, other)) {
            return Some(path);
        }
        let discarded = self.nodes.pop()?;
        self.templates.truncate(discarded.template.start);
        None
    }

    /// Reserves memory for paths to most resources of the model.
    pub(crate) fn reserve_for_model(&mut self) {
        const TYPICAL_TEMPLATE: usize = 64;
        let expected = 4 * self.graph.model().types().count();
        self.nodes.reserve(expected.saturating_sub(self.nodes.len()));
        self.templates.reserve((expected * TYPICAL_TEMPLATE).saturating_sub(self.templates.len()));
    }

    /// The last step; `None` at the container.
    pub(crate) fn last(&self, path: PathId) -> Option<&Step<'a>> {
        self.nodes[path.0].step.as_ref()
    }

    /// The resource at the end of the path; `None` at the container.
    pub(crate) fn end(&self, path: PathId) -> Option<ResourceShape> {
        self.last(path).map(Step::to)
    }

    /// The steps of a path in reverse.
    pub(crate) fn steps_backwards(&self, path: PathId) -> impl Iterator<Item = &Step<'a>> + Clone {
        let mut path = path;
        std::iter::from_fn(move || {
            let PathNode { parent, step, .. } = &self.nodes[path.0];
            path = *parent;
            step.as_ref()
        })
    }

    /// The path with placeholders: `/users/{id}/messages`.
    pub(crate) fn template(&self, path: PathId) -> &str {
        &self.templates[self.nodes[path.0].template.clone()]
    }

    /// Where the template of a path is in [`into_templates`](Self::into_templates).
    pub(crate) fn template_range(&self, path: PathId) -> Range<usize> {
        self.nodes[path.0].template.clone()
    }

    /// The templates of all paths, concatenated.
    pub(crate) fn into_templates(self) -> String {
        self.templates
    }

    /// Sorts paths, the best first.
    pub(crate) fn sort(&self, paths: &mut [PathId]) {
        paths.sort_by(|left, right| self.order(*left, *right));
    }

    /// Compares paths: the better one is less.
    fn order(&self, left: PathId, right: PathId) -> Ordering {
        let key = |path: PathId| {
            let PathNode { rank, template, .. } = &self.nodes[path.0];
            (rank.detours, rank.begins_at_singleton, template.len(), Reverse(rank.steps_before_cast))
        };
        key(left).cmp(&key(right)).then_with(|| self.template(left).cmp(self.template(right)))
    }

    /// Whether a path is better than another.
    pub(crate) fn is_better(&self, path: PathId, other: PathId) -> bool {
        path != other && self.order(path, other) == Ordering::Less
    }

    /// Marks a path as selected. Returns false if it was selected before.
    pub(crate) fn mark_selected(&mut self, path: PathId) -> bool {
        !std::mem::replace(&mut self.nodes[path.0].is_selected, true)
    }

    /// The prefixes of a path that are not selected, shortest first.
    ///
    /// All prefixes of a selected path are selected.
    pub(crate) fn unselected_prefixes(&self, path: PathId) -> Vec<PathId> {
        let parent = |path: PathId| self.nodes[path.0].parent;
        let is_unselected = |path: &PathId| !self.nodes[path.0].is_selected;
        let mut found: Vec<PathId> =
            std::iter::successors(Some(parent(path)), |path| Some(parent(*path))).take_while(is_unselected).collect();
        found.reverse();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::{PathArena, PathId, ServiceGraph, Step};
    use crate::Builder;

    fn paths<'a>(arena: &mut PathArena<'a>) -> (PathId, PathId) {
        let graph = arena.graph();
        let users = graph.entry_points().iter().find(|entry_point| entry_point.name == "users").unwrap();
        let collection = arena.then(PathArena::ROOT, users.step());
        (collection, arena.then(collection, Step::Key { from: users.shape }))
    }

    #[test]
    fn a_path_knows_its_template_its_steps_and_its_end() {
        let model = Builder::new().resolve().unwrap().model;
        let graph = ServiceGraph::new(&model);
        let mut arena = PathArena::new(&graph);
        let (collection, user) = paths(&mut arena);
        assert_eq!((arena.template(collection), arena.template(user)), ("/users", "/users/{id}"));
        let steps: Vec<_> = arena.steps_backwards(user).collect();
        assert!(matches!(steps[..], [Step::Key { .. }, Step::Root { name: "users", .. }]));
        assert_eq!(arena.end(user), Some(steps[0].to()));
        assert_eq!(arena.end(PathArena::ROOT), None);
    }

    #[test]
    fn keys_come_before_alternate_keys_and_entity_sets_before_singletons() {
        let model = Builder::new().resolve().unwrap().model;
        let graph = ServiceGraph::new(&model);
        let mut arena = PathArena::new(&graph);
        let (collection, user) = paths(&mut arena);
        let from = arena.end(collection).unwrap();
        let by_name = arena.then(collection, Step::AlternateKey { from, parts: vec!["userPrincipalName"] });
        assert_eq!(arena.template(by_name), "/users(userPrincipalName='{userPrincipalName}')");
        let me = graph.entry_points().iter().find(|entry_point| entry_point.name == "me").unwrap();
        let me = arena.then(PathArena::ROOT, me.step());
        assert!(arena.is_better(user, by_name) && arena.is_better(user, me) && !arena.is_better(user, user));
    }

    #[test]
    fn a_path_begins_with_a_slash_whatever_was_written_before() {
        let model = Builder::new().resolve().unwrap().model;
        let graph = ServiceGraph::new(&model);
        let mut arena = PathArena::new(&graph);
        let root = graph.entry_points()[0];
        let first = arena.then(PathArena::ROOT, root.step());
        let item = arena.then(first, Step::ItemPath { from: root.shape });
        assert!(arena.template(item).ends_with(":/{path}"));
        let second = arena.then(PathArena::ROOT, root.step());
        assert_eq!(arena.template(second), arena.template(first));
    }

    #[test]
    fn a_path_that_is_not_better_is_removed() {
        let model = Builder::new().resolve().unwrap().model;
        let graph = ServiceGraph::new(&model);
        let mut arena = PathArena::new(&graph);
        let step = graph.entry_points()[0].step();
        let known = arena.then_if_better(PathArena::ROOT, step.clone(), None);
        assert!(known.is_some());
        assert_eq!(arena.then_if_better(PathArena::ROOT, step, known), None);
        assert_eq!(arena.unselected_prefixes(known.unwrap()), []);
        assert!(arena.mark_selected(known.unwrap()) && !arena.mark_selected(known.unwrap()));
        assert_eq!((arena.nodes.len(), arena.templates.as_str()), (2, arena.template(known.unwrap())));
    }
}
