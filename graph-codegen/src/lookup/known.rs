//! What is known about calling a request: permissions, roles and clouds.

use std::{
    cell::{Cell, OnceCell},
    sync::Arc,
};

use super::requests::ServiceRequest;
use crate::{
    clouds::{Availability, Cloud, CloudTable, Lookup},
    edm::{Model, TypeId},
    facts::OperationFacts,
    permissions::{AlsoRequires, Alternative, PermissionTable, RequestPermissions, Scheme, Source, TableIndex},
    selection::{End, ServiceGraph, Step, walk},
};

/// The tables about the service of a model. Those of Graph are not about other services.
///
/// The first look-ups search in the text of permissions, later ones in an index, which takes some milliseconds to make.
#[derive(Debug)]
pub(crate) struct Tables<'m> {
    permissions: &'static PermissionTable,
    index: OnceCell<Arc<TableIndex<'static>>>,
    searches: Cell<usize>,
    clouds: Option<Lookup<'static, 'm>>,
}

/// How many look-ups are made in the text.
const MAX_SEARCHES: usize = 50;

/// Permissions, roles and clouds of a request. What is not known is `None` or empty; it does not mean that nothing is
/// needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// The permissions of each scheme; empty if they are not known.
    pub(crate) permissions: Vec<SchemeAccess>,
    /// The path whose permissions these are, if it is another one that is known to have the same.
    pub(crate) permissions_of: Option<String>,
    /// Whether these permissions are those of v1.0, and the request is one of beta.
    pub(crate) are_of_other_version: bool,
    pub(crate) roles: Vec<String>,
    /// What a custom role needs instead of a built-in one.
    pub(crate) role_permissions: Vec<String>,
    /// The clouds that have it; `None` if that is not known.
    pub(crate) clouds: Option<Availability>,
    pub(crate) summary: Option<String>,
    /// Whether the service is Graph, for which permissions and clouds are published.
    pub(crate) is_of_graph: bool,
}

/// The permissions of a scheme, each of which suffices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SchemeAccess {
    pub(crate) scheme: Scheme,
    /// The least privileged ones. If no list has any, the scheme is not supported.
    pub(crate) least: Vec<String>,
    pub(crate) higher: Vec<String>,
    /// Those that are granted for one team or chat at a time.
    pub(crate) resource_specific: Vec<String>,
}

impl SchemeAccess {
    pub(crate) fn is_supported(&self) -> bool {
        [&self.least, &self.higher, &self.resource_specific].into_iter().any(|list| !list.is_empty())
    }
}

impl<'m> Tables<'m> {
    /// The tables for a model.
    pub(crate) fn of(model: &'m Model) -> Self {
        let clouds = CloudTable::for_model(model).ok();
        Self {
            permissions: PermissionTable::of_model(model),
            index: OnceCell::new(),
            searches: Cell::new(0),
            clouds: clouds.map(|table| Lookup::new(table, model)),
        }
    }

    /// The permissions of a request whose annotations say `facts`, which take precedence.
    fn permissions<'t>(
        &self,
        request: &ServiceRequest<'_>,
        facts: Option<&'t OperationFacts>,
    ) -> Option<RequestPermissions<'t>> {
        let annotated = facts.and_then(|facts| self.permissions.annotated(facts, &request.template));
        annotated.or_else(|| {
            self.searches.set(self.searches.get() + 1);
            if self.searches.get() <= MAX_SEARCHES {
                return self.permissions.request(request.method, &request.template);
            }
            let index = self.index.get_or_init(|| TableIndex::of(self.permissions));
            index.request(request.method, &request.template)
        })
    }

    /// Whether the model is that of Graph v1.0.
    pub(crate) fn are_of_graph(&self) -> bool {
        self.clouds.is_some()
    }

    /// Whether a request is known to be supported, since its permissions are. For Graph, they are known by path.
    pub(crate) fn has(&self, request: &ServiceRequest<'_>, graph: &ServiceGraph<'_>) -> bool {
        let facts = (!self.are_of_graph()).then(|| request.facts(graph));
        self.permissions(request, facts.as_ref()).is_some()
    }
}

impl Known {
    /// What annotations and tables say about a request. Annotations win.
    pub(crate) fn of(request: &ServiceRequest<'_>, graph: &ServiceGraph<'_>, tables: &Tables<'_>) -> Self {
        let facts = request.facts(graph);
        let found = tables.permissions(request, Some(&facts));
        let of_table = |found: &RequestPermissions<'_>| found.source != Source::Annotations;
        let are_of_other_version =
            found.as_ref().is_some_and(of_table) && PermissionTable::is_of_other_version(graph.model());
        let mut known = found.map_or_else(Self::default, |found| Self::of_permissions(&found));
        known.are_of_other_version = are_of_other_version;
        known.is_of_graph = graph.model().is_microsoft_graph();
        known.clouds = clouds(request, graph, tables, &facts);
        Self { roles: facts.roles, role_permissions: facts.role_permissions, summary: facts.summary, ..known }
    }

    /// The clouds that have a request, as in [`of`](Self::of).
    pub(crate) fn clouds_of(
        request: &ServiceRequest<'_>,
        graph: &ServiceGraph<'_>,
        tables: &Tables<'_>,
    ) -> Option<Availability> {
        clouds(request, graph, tables, &request.facts(graph))
    }

    fn of_permissions(found: &RequestPermissions<'_>) -> Self {
        let known = Scheme::ALL.into_iter().map(|scheme| (scheme, found.scheme(scheme)));
        let permissions = known.filter(|(_, permissions)| permissions.is_known()).map(|(scheme, permissions)| {
            let texts = |list: &[Alternative<'_>]| list.iter().map(alternative).collect();
            SchemeAccess {
                scheme,
                least: texts(&permissions.least),
                higher: texts(&permissions.higher),
                resource_specific: texts(&permissions.resource_specific),
            }
        });
        let permissions_of = (found.source == Source::TableOfOtherPath).then(|| found.path.clone());
        Self { permissions: permissions.collect(), permissions_of, ..Self::default() }
    }

    /// The permissions of a scheme, if they are known.
    pub(crate) fn of_scheme(&self, scheme: Scheme) -> Option<&SchemeAccess> {
        self.permissions.iter().find(|known| known.scheme == scheme)
    }

    /// The names of the clouds that have it, if they are known.
    pub(crate) fn cloud_names(&self) -> Option<Vec<&'static str>> {
        Some(self.clouds?.iter().map(Cloud::name).collect())
    }
}

/// The text of an alternative: `A`, `A with B`.
fn alternative(alternative: &Alternative<'_>) -> String {
    let name = alternative.name();
    match &alternative.also {
        AlsoRequires::Nothing => name.to_owned(),
        AlsoRequires::One(also) => format!("{name} with {}", also.name()),
        AlsoRequires::Ambiguous(also) => {
            let names: Vec<&str> = also.iter().map(|also| also.name()).collect();
            format!("{name} with {} (all, or one of them)", names.join(", "))
        }
    }
}

fn clouds(
    request: &ServiceRequest<'_>,
    graph: &ServiceGraph<'_>,
    tables: &Tables<'_>,
    facts: &OperationFacts,
) -> Option<Availability> {
    match (&tables.clouds, &facts.clouds[..]) {
        (Some(lookup), _) => availability(&request.template, graph, lookup),
        (None, []) => None,
        (None, names) => Some(names.iter().filter_map(|name| name.parse::<Cloud>().ok()).collect()),
    }
}

/// The clouds that have every element in a path.
fn availability(template: &str, graph: &ServiceGraph<'_>, lookup: &Lookup<'_, '_>) -> Option<Availability> {
    let targets = walk(template, graph).ok()?;
    let target = targets.first()?;
    let mut found = Availability::ALL;
    let member = |id: TypeId, name: &str| lookup.of_member(id, name);
    for step in &target.path.steps {
        found = found
            & match step {
                Step::Root { name, .. } => lookup.of_root(name)?,
                Step::Navigation { from, property, .. } | Step::Property { from, property, .. } => {
                    member(from.entity_type(), property)?
                }
                Step::Cast { to, .. } => lookup.of_type(to.entity_type())?,
                Step::Function { from, operation, import, .. } => {
                    let of_import = import.map_or(Some(Availability::ALL), |import| lookup.of_root(import))?;
                    of_import & lookup.of_operation(from.map(|from| from.entity_type()), *operation)?
                }
                Step::AlternateKey { from, parts } => {
                    let parts = parts.iter().map(|part| member(from.entity_type(), part));
                    parts.reduce(|left, right| Some(left? & right?)).unwrap_or(Some(found))?
                }
                Step::Key { .. } | Step::ItemPath { .. } => continue,
            };
    }
    Some(match &target.end {
        End::Operations { caller, overloads, import, .. } => {
            let of_import = import.map_or(Some(Availability::ALL), |import| lookup.of_root(import))?;
            let on = caller.map(|caller| caller.entity_type());
            found & of_import & lookup.of_operation(on, *overloads.first()?)?
        }
        End::Stream { of, property } => found & member(of.entity_type(), property)?,
        _ => found,
    })
}
