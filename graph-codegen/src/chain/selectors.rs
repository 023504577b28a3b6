use std::collections::BTreeSet;

use crate::{
    edm::Model,
    selection::{End, Method, ResourceMethod, ServiceGraph, walk},
};

/// Returns the selectors for calls, so that [`Chains`](super::Chains) finds their code; unknown calls are skipped.
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
            let target = target.of_method(method, &graph);
            let is_known = match &target.end {
                End::Service | End::Everything => false,
                End::Operations { overloads, .. } => {
                    overloads.iter().any(|id| Method::of_operation(model.operation(*id).kind) == method)
                }
                _ => ResourceMethod::at(&target, method, &graph).is_ok(),
            };
            if is_known {
                selectors.insert(format!("{}#{}", target.template(&graph), method.as_str()));
            }
        }
    }
    selectors.into_iter().collect()
}
