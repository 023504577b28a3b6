//! The permissions of the requests that generated code can make.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use crate::{
    facts::OperationFacts,
    permissions::{PermissionTable, RequestPermissions, Scheme, SchemePermissions, TableIndex},
    plan::docs::has_permissions,
    selection::{Method, Resource, ResourceShape, Selection, ServiceGraph, path_syntax::append},
};

/// The most paths by which resources are reached, besides those that selectors name.
const MAX_PATHS: usize = 2_000;

/// The permissions of the requests of a selection, by path.
///
/// Request builders are shared by all paths to a resource, so a program can make requests by other paths than those
/// that selectors name. The shortest of these are here too.
#[derive(Debug, Default)]
pub(in crate::plan) struct PlannedPermissions {
    /// The different lists, as the runtime reads them: separated by spaces, the least privileged ones after `*`.
    lists: Vec<String>,
    /// The numbers of lists by their text.
    numbers: HashMap<String, usize>,
    /// By template and method, the lists for work accounts, personal accounts and applications.
    requests: BTreeMap<String, BTreeMap<&'static str, [usize; 3]>>,
}

impl PlannedPermissions {
    pub(super) fn new(graph: &ServiceGraph<'_>, selection: &Selection) -> Self {
        let mut permissions = Self::default();
        let requests = selection.requests(graph.model());
        let mut paths = paths(graph, selection);
        paths.truncate(MAX_PATHS);
        let mut table = Table::for_requests(requests.len() + paths.len());
        // What annotations say is in the code of a request.
        for request in requests.into_iter().filter(|request| !has_permissions(&request.facts)) {
            permissions.add(&mut table, request.method, request.template);
        }
        for (shape, template) in paths {
            let Some(resource) = selection.resources.get(&shape) else { continue };
            permissions.add_resource(&mut table, graph, resource, &template);
        }
        permissions
    }

    fn add_resource(&mut self, table: &mut Table, graph: &ServiceGraph<'_>, resource: &Resource, template: &str) {
        if resource.get.is_some() {
            self.add(table, Method::Get, template.to_owned());
        }
        for (method, _) in resource.methods.iter().filter(|(_, selected)| !has_permissions(&selected.facts)) {
            self.add(table, method.http(), method.template(template));
        }
        for (id, _) in resource.operations.iter().filter(|(_, selected)| selected.call.is_some()) {
            let operation = graph.model().operation(*id);
            if has_permissions(&OperationFacts::of(operation)) {
                continue;
            }
            let method = Method::of_operation(operation.kind);
            self.add(table, method, append(template, &graph.call_segment(*id, None)));
        }
    }

    fn add(&mut self, table: &mut Table, method: Method, template: String) {
        if self.requests.get(&template).is_some_and(|known| known.contains_key(method.as_str())) {
            return;
        }
        let Some(found) = table.request(method, &template) else { return };
        let numbers = Scheme::ALL.map(|scheme| {
            let permissions = found.shared(scheme);
            let known = table.numbers.get(&Arc::as_ptr(permissions)).map(|(_, number)| *number);
            known.unwrap_or_else(|| {
                let list = list(permissions);
                let next = self.lists.len();
                let number = *self.numbers.entry(list.clone()).or_insert(next);
                if number == next {
                    self.lists.push(list);
                }
                table.numbers.insert(Arc::as_ptr(permissions), (Arc::clone(permissions), number));
                number
            })
        });
        self.requests.entry(template).or_default().insert(method.as_str(), numbers);
    }

    /// The lists of a request; `None` if its permissions are not known.
    pub(super) fn lists(&self, method: Method, template: &str) -> Option<[&str; 3]> {
        let numbers = self.requests.get(template)?.get(method.as_str())?;
        Some(numbers.map(|number| self.lists[number].as_str()))
    }

    /// The table, as `graph_runtime::codegen::PermissionTable` reads it; `None` if it is empty.
    ///
    /// Lists are numbered in the order of their first request.
    pub(super) fn text(&self) -> Option<String> {
        let mut numbers: HashMap<usize, usize> = HashMap::new();
        let mut lists = String::new();
        let mut requests = String::new();
        for (template, methods) in &self.requests {
            requests.push_str(template);
            for (method, by_scheme) in methods {
                requests.extend([" ", method, "="]);
                for (index, list) in by_scheme.iter().enumerate() {
                    requests.push_str(if index == 0 { "" } else { "," });
                    if self.lists[*list].is_empty() {
                        requests.push('-');
                        continue;
                    }
                    let next = numbers.len();
                    let number = *numbers.entry(*list).or_insert_with(|| {
                        lists.push_str(&format!("{next} {}\n", self.lists[*list]));
                        next
                    });
                    requests.push_str(&number.to_string());
                }
            }
            requests.push('\n');
        }
        (!requests.is_empty()).then(|| lists + &requests)
    }
}

/// Graph's table, for a few requests or for many.
struct Table {
    index: Option<Arc<TableIndex<'static>>>,
    /// The numbers of the lists of permissions, which requests share. They are kept, so that addresses are unique.
    numbers: HashMap<*const SchemePermissions<'static>, (Arc<SchemePermissions<'static>>, usize)>,
}

impl Table {
    /// The number of requests for which it takes less time to make an index first.
    const FEW: usize = 200;

    fn for_requests(number: usize) -> Self {
        let index = (number > Self::FEW).then(|| TableIndex::of(PermissionTable::embedded()));
        Self { index, numbers: HashMap::new() }
    }

    fn request(&self, method: Method, template: &str) -> Option<RequestPermissions<'static>> {
        match &self.index {
            Some(index) => index.request(method, template),
            None => PermissionTable::embedded().request(method, template),
        }
    }
}

/// The permissions of a scheme in one line.
fn list(permissions: &SchemePermissions<'_>) -> String {
    let alternatives = [("*", &permissions.least), ("", &permissions.higher), ("", &permissions.resource_specific)];
    let mut list = String::new();
    for (mark, alternatives) in alternatives {
        for alternative in alternatives {
            list.push_str(if list.is_empty() { "" } else { " " });
            list.push_str(mark);
            for (index, permission) in alternative.permissions().enumerate() {
                list.push_str(if index == 0 { "" } else { "+" });
                list.push_str(permission.name());
            }
        }
    }
    list
}

/// The paths to resources that do not visit one twice, the shortest first.
fn paths(graph: &ServiceGraph<'_>, selection: &Selection) -> Vec<(ResourceShape, String)> {
    let mut paths: Vec<(ResourceShape, String)> = Vec::new();
    let mut parents: Vec<Option<usize>> = Vec::new();
    for (name, root) in &selection.roots {
        paths.push((root.shape, format!("/{name}")));
        parents.push(None);
    }
    let mut next = 0;
    while next < paths.len() && paths.len() < MAX_PATHS {
        let (from, template) = paths[next].clone();
        let mut visited = vec![from];
        let mut parent = parents[next];
        while let Some(before) = parent {
            visited.push(paths[before].0);
            parent = parents[before];
        }
        for step in selection.steps(from) {
            if visited.contains(&step.to()) {
                continue;
            }
            let mut template = template.clone();
            step.write(&mut template, graph);
            paths.push((step.to(), template));
            parents.push(Some(next));
        }
        next += 1;
    }
    paths
}
