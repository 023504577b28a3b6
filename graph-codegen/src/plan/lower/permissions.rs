//! The permissions of the requests that generated code can make.

use std::collections::{BTreeMap, HashMap};

use crate::{
    permissions::{PermissionTable, SchemePermissions},
    selection::{Method, Resource, ResourceShape, Selection, ServiceGraph, path_syntax::append},
};

/// The most paths by which resources are reached, besides those that selectors name.
const MAX_PATHS: usize = 2_000;

/// The permissions of the requests of a selection, by path.
///
/// Request builders are shared by all paths to a resource, so a program can make requests by other paths than those that
/// selectors name. The shortest of these are here too.
#[derive(Debug, Default)]
pub(in crate::plan) struct PlannedPermissions {
    /// The different lists, as the runtime reads them: separated by spaces, the least privileged ones after `*`.
    lists: Vec<String>,
    /// The numbers of lists by their key in the table.
    numbers: HashMap<&'static str, usize>,
    /// By template and method, the lists for work accounts, personal accounts and applications.
    requests: BTreeMap<String, BTreeMap<&'static str, [usize; 3]>>,
}

impl PlannedPermissions {
    pub(super) fn new(graph: &ServiceGraph<'_>, selection: &Selection) -> Self {
        let mut permissions = Self::default();
        for request in selection.requests(graph.model()) {
            permissions.add(request.method, request.template);
        }
        let mut paths = paths(graph, selection);
        paths.truncate(MAX_PATHS);
        for (shape, template) in paths {
            let Some(resource) = selection.resources.get(&shape) else { continue };
            permissions.add_resource(graph, resource, &template);
        }
        permissions
    }

    fn add_resource(&mut self, graph: &ServiceGraph<'_>, resource: &Resource, template: &str) {
        if resource.get.is_some() {
            self.add(Method::Get, template.to_owned());
        }
        for method in resource.methods.keys() {
            self.add(method.http(), method.template(template));
        }
        for (id, _) in resource.operations.iter().filter(|(_, selected)| selected.call.is_some()) {
            let method = Method::of_operation(graph.model().operation(*id).kind);
            self.add(method, append(template, &graph.call_segment(*id, None)));
        }
    }

    fn add(&mut self, method: Method, template: String) {
        if self.requests.get(&template).is_some_and(|known| known.contains_key(method.as_str())) {
            return;
        }
        let table = PermissionTable::embedded();
        let Some(keys) = table.request_sets(method, &template) else { return };
        let numbers = keys.map(|key| {
            *self.numbers.entry(key).or_insert_with(|| {
                self.lists.push(list(&table.set(key)));
                self.lists.len() - 1
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
