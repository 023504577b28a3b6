//! The closure of a list of selectors: the elements that they name, and those that these depend on.

mod available_methods;
mod containers;
mod exclusions;
mod expand;
mod members;
mod names;
mod requests;
mod seed;
mod select_path;
mod types;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

#[cfg(feature = "cli")]
pub(crate) use self::available_methods::available_methods;
use self::exclusions::Exclusions;
use super::{
    graph::{PathArena, PathId, Reached, ResourceShape, ServiceGraph, ShapeMap, TypeMap},
    result::{Reason, RequestEntry, RequestLog, Resource, ResourceMethod, SelectedMethod, SelectedType, Selection},
    selector::{Pattern, Segment, Selector},
    walk::without_root,
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    edm::{Model, TypeId},
    facts::OperationFacts,
};

/// Selects the elements that selectors name and those that they depend on: base types, types of structural properties,
/// and types in signatures of selected operations.
///
/// Targets of navigation properties are selected only if a selector names them. Derived types never are.
pub fn close(model: &Model, selectors: &[Selector], diagnostics: &mut Diagnostics) -> Selection {
    close_beside(model, selectors, &BTreeSet::new(), diagnostics)
}

/// Like [`close`], but does not select what only types of other crates need.
pub fn close_beside(
    model: &Model,
    selectors: &[Selector],
    extern_types: &BTreeSet<TypeId>,
    diagnostics: &mut Diagnostics,
) -> Selection {
    let graph = ServiceGraph::new(model);
    let selectors: Vec<Selector> = selectors.iter().map(|selector| normalized(selector, &graph)).collect();
    let selectors = &selectors[..];
    let mut closure = Closure {
        model,
        exclusions: Exclusions::of(selectors, model),
        extern_types,
        graph: &graph,
        arena: PathArena::new(&graph),
        shortest_paths: None,
        types: TypeMap::new(model),
        resources: ShapeMap::new(model),
        selection: Selection::default(),
        unknown: Arc::default(),
        named_members: BTreeMap::new(),
        named_types: Vec::new(),
        queue: VecDeque::new(),
        log: Vec::new(),
        not_given: BTreeSet::new(),
        reported_exclusions: BTreeSet::new(),
        diagnostics,
    };
    if selectors.iter().all(|selector| selector.is_exclusion) && !closure.diagnostics.has_errors() {
        closure.diagnostics.push(
            Diagnostic::error(Code::Setting, "nothing is selected")
                .help("select an operation or a type: `.select(\"/users/{id}/reprocessLicenseAssignment\")`"),
        );
    }
    for selector in selectors.iter().filter(|selector| selector.is_exclusion) {
        closure.check_exclusion(selector);
    }
    if closure.check_containers(selectors) {
        for selector in selectors.iter().filter(|selector| !selector.is_exclusion) {
            closure.seed(selector);
        }
    }
    closure.add_item_paths();
    closure.trim();
    closure.run();
    if !closure.diagnostics.has_errors() {
        let reported = &closure.reported_exclusions;
        for selector in closure.exclusions.unused(selectors).filter(|selector| !reported.contains(&selector.span)) {
            let message = format!("`{}` excludes nothing that the other selectors select", selector.text);
            let warning = Diagnostic::warning(Code::Unused, message).at(selector.span);
            closure.diagnostics.push(warning.help("remove it"));
        }
    }
    closure.finish()
}

/// The selector, with its path below the service's root.
///
/// A name that is not one of a type, but of something in the container, is a path too: `me/sendMail`.
fn normalized(selector: &Selector, graph: &ServiceGraph<'_>) -> Selector {
    let mut selector = selector.clone();
    if let Pattern::Name(name) = &mut selector.pattern
        && let Some(path) = name.path.take()
        && let Some((Segment::Name(first) | Segment::Call(first, _), _)) = path.segments.first()
        && graph.child(first).is_some()
        && names::matching_types(name, graph.model()).is_empty()
    {
        selector.pattern = Pattern::Path(path);
    }
    if let Pattern::Path(path) = &mut selector.pattern {
        without_root(path, graph);
    }
    selector
}

/// The properties of a type that selectors list.
#[derive(Debug, Default)]
struct NamedMembers {
    /// Properties to include; all if empty.
    only: BTreeSet<String>,
    /// Properties to exclude.
    without: BTreeSet<String>,
}

struct Closure<'a> {
    model: &'a Model,
    graph: &'a ServiceGraph<'a>,
    /// Types that another crate has.
    extern_types: &'a BTreeSet<TypeId>,
    exclusions: Exclusions,
    arena: PathArena<'a>,
    /// The shortest paths, which are computed on first use.
    shortest_paths: Option<ShapeMap<Reached>>,
    types: TypeMap<SelectedType>,
    resources: ShapeMap<Box<Found>>,
    /// The selection, except for types and resources.
    selection: Selection,
    /// The facts of requests without annotations, which share this.
    unknown: Arc<OperationFacts>,
    /// The member lists of selectors, by type; `None` for a type that a selector names as a whole.
    named_members: BTreeMap<TypeId, Option<NamedMembers>>,
    /// The types that selectors name, with the reason.
    named_types: Vec<(TypeId, Reason)>,
    queue: VecDeque<TypeId>,
    /// The requests by all paths, in the order in which they are selected.
    log: Vec<RequestEntry>,
    /// References to types of missing documents, each of which is reported once.
    not_given: BTreeSet<Span>,
    /// Selectors that exclude nothing that exists.
    reported_exclusions: BTreeSet<Span>,
    diagnostics: &'a mut Diagnostics,
}

/// A selected resource.
#[derive(Debug)]
struct Found {
    /// The resource, except for its template and requests.
    resource: Resource,
    /// The best path so far.
    path: PathId,
    /// Sorted by method.
    requests: Vec<Request>,
}

/// A selected request.
#[derive(Debug)]
struct Request {
    method: ResourceMethod,
    /// The best path so far.
    path: PathId,
    reason: Reason,
    facts: Arc<OperationFacts>,
}

impl Found {
    fn finish(self, arena: &PathArena<'_>) -> Resource {
        let Self { mut resource, path, requests } = self;
        arena.template(path).clone_into(&mut resource.template);
        resource.methods.extend(requests.into_iter().map(|Request { method, path, reason, facts }| {
            let template = method.template(arena.template(path));
            (method, SelectedMethod { reason, template, facts })
        }));
        resource
    }
}

impl Closure<'_> {
    /// Addresses entities of the types that selectors name by path too, where their request builders are selected.
    fn add_item_paths(&mut self) {
        for (id, reason) in std::mem::take(&mut self.named_types) {
            self.selection.named_types.insert(id);
            self.selection.naming.entry(id).or_default().push(reason.clone());
            if let Some(path) = self.resources.get(ResourceShape::Entity(id)).map(|found| found.path) {
                self.select_item_path(path, &reason);
            }
        }
    }

    fn finish(self) -> Selection {
        let Self { mut selection, arena, types, resources, log, .. } = self;
        // `collect` would compile a sort for each of these maps.
        selection.types.extend(types.into_values());
        selection.resources.extend(resources.into_values().map(|(shape, found)| (shape, found.finish(&arena))));
        selection.request_log = RequestLog { templates: arena.into_templates(), entries: log };
        selection
    }
}
