//! The closure of a list of selectors: what they name, and what that needs.

mod available_methods;
mod exclusions;
mod expand;
mod members;
mod names;
mod recursion;
mod requests;
mod seed;
mod select_path;
mod types;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use self::{exclusions::Exclusions, recursion::mark_boxed};
use super::{
    graph::{PathArena, PathId, Reached, ServiceGraph, ShapeMap, TypeMap},
    result::{Reason, Resource, ResourceMethod, SelectedMethod, SelectedType, Selection},
    selector::Selector,
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    edm::{Model, TypeId},
    facts::OperationFacts,
};

/// Selects what the selectors name and what that needs: base types, the types of structural properties, and the
/// signatures of the selected operations. Navigation targets are selected only where a selector names them, derived
/// types never.
pub fn close(model: &Model, selectors: &[Selector], diagnostics: &mut Diagnostics) -> Selection {
    let graph = ServiceGraph::new(model);
    let mut closure = Closure {
        model,
        exclusions: Exclusions::of(selectors, model),
        graph: &graph,
        arena: PathArena::new(&graph),
        shortest_paths: None,
        types: TypeMap::new(model),
        resources: ShapeMap::new(model),
        selection: Selection::default(),
        unknown: Arc::default(),
        named_members: BTreeMap::new(),
        queue: VecDeque::new(),
        not_given: BTreeSet::new(),
        diagnostics,
    };
    if selectors.iter().all(|selector| selector.is_exclusion) && !closure.diagnostics.has_errors() {
        closure.diagnostics.push(
            Diagnostic::error(Code::Setting, "nothing is selected")
                .help("name an operation or a type: `.select(\"/users/{id}/reprocessLicenseAssignment\")`"),
        );
    }
    for selector in selectors.iter().filter(|selector| !selector.is_exclusion) {
        closure.seed(selector);
    }
    closure.trim();
    closure.run();
    let mut selection = closure.finish();
    mark_boxed(model, &mut selection);
    selection
}

/// The properties that selectors list of one type.
#[derive(Debug, Default)]
struct NamedMembers {
    /// Those that are named.
    only: BTreeSet<String>,
    /// Those that are excluded.
    without: BTreeSet<String>,
}

struct Closure<'a> {
    model: &'a Model,
    graph: &'a ServiceGraph<'a>,
    exclusions: Exclusions,
    arena: PathArena<'a>,
    /// The shortest paths; found when a selector by name first needs them.
    shortest_paths: Option<ShapeMap<Reached>>,
    types: TypeMap<SelectedType>,
    resources: ShapeMap<Box<Found>>,
    /// The selection without its types and resources.
    selection: Selection,
    /// The facts of requests that the metadata says nothing about.
    unknown: Arc<OperationFacts>,
    /// The member lists of selectors, by type; a type that is also named whole has `None`.
    named_members: BTreeMap<TypeId, Option<NamedMembers>>,
    queue: VecDeque<TypeId>,
    /// Where types are named that no given document declares; each is reported once.
    not_given: BTreeSet<Span>,
    diagnostics: &'a mut Diagnostics,
}

/// A resource to select.
#[derive(Debug)]
struct Found {
    /// The resource, without its template and its requests.
    resource: Resource,
    /// The best path to it so far.
    path: PathId,
    /// Sorted by the methods.
    requests: Vec<Request>,
}

/// A request to select.
#[derive(Debug)]
struct Request {
    method: ResourceMethod,
    /// The best path so far to where it is selected.
    path: PathId,
    reason: Reason,
    facts: Arc<OperationFacts>,
}

impl Found {
    fn finish(self, arena: &PathArena<'_>) -> Resource {
        let Self { mut resource, path, requests } = self;
        arena.template(path).clone_into(&mut resource.template);
        let requests = requests.into_iter().map(|Request { method, path, reason, facts }| {
            let template = method.template(arena.template(path));
            (method, SelectedMethod { reason, template, facts })
        });
        resource.methods = requests.collect();
        resource
    }
}

impl Closure<'_> {
    fn finish(self) -> Selection {
        let Self { mut selection, arena, types, resources, .. } = self;
        // A map is built from a list; these lists have their final length from the start.
        let mut list = Vec::with_capacity(types.len());
        list.extend(types.into_values());
        selection.types = list.into_iter().collect();
        let mut list = Vec::with_capacity(resources.len());
        list.extend(resources.into_values().map(|(shape, found)| (shape, found.finish(&arena))));
        selection.resources = list.into_iter().collect();
        selection
    }
}
