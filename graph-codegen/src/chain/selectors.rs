use std::collections::BTreeSet;

use crate::{
    edm::Model,
    selection::{End, Method, ResourceMethod, ServiceGraph, walk},
};

/// Selectors for those of some calls that a model has: what an application selects to get the code that [`Chains`](super::Chains)
/// names.
///
/// ```
/// use graph_codegen::{Builder, chain, selection::Method};
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let model = Builder::new().resolve()?.model;
/// let calls = [(Method::Post, "/users/adele@contoso.com/reprocessLicenseAssignment"), (Method::Get, "/no/such/path")];
/// assert_eq!(chain::selectors(&model, calls), ["/users/{id}/reprocessLicenseAssignment#POST"]);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub fn selectors<'t>(model: &Model, calls: impl IntoIterator<Item = (Method, &'t str)>) -> Vec<String> {
    let graph = ServiceGraph::new(model);
    let mut selectors = BTreeSet::new();
    for (method, path) in calls {
        for target in walk(path, &graph).unwrap_or_default() {
            let is_there = match &target.end {
                End::Service | End::Everything => false,
                End::Operations { overloads, .. } => {
                    overloads.iter().any(|id| Method::of_operation(model.operation(*id).kind) == method)
                }
                _ => ResourceMethod::at(&target, method, &graph).is_ok(),
            };
            if is_there {
                selectors.insert(format!("{}#{}", target.template(&graph), method.as_str()));
            }
        }
    }
    selectors.into_iter().collect()
}
