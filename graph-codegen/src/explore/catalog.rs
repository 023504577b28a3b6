use serde_json::{Value, json};

use super::{
    notes::notes,
    operations::{imports, operations, roots},
    requests::RequestLists,
    rust_names::rust_names,
    texts::Texts,
    type_table::TypeTable,
};
use crate::{
    edm::{Model, OperationId},
    plan::Package,
    selection::{Method, Resource, Selection, ServiceGraph, path_syntax::append},
};

/// Everything that the page knows.
///
/// Names are numbers of `texts`; types, operations and request lists are numbers, too.
pub(super) fn catalog(model: &Model, package: &Package, selection: &Selection) -> Value {
    let graph = ServiceGraph::new(model);
    let (mut texts, mut lists, mut types) = (Texts::default(), RequestLists::new(&graph), TypeTable::new(&graph));
    let operations = operations(&graph, &mut types, &mut texts);
    let roots = roots(&graph, &mut lists, &mut texts);
    let imports = imports(&graph, &mut texts);
    let item_paths = types.item_paths(&mut lists, &mut texts);
    let alternate_keys = types.alternate_keys();
    let rust = rust_names(model, package, &mut texts);
    let records = types.records(&mut lists, &mut texts);
    let own = graph.own;
    json!({
        "service": graph.container().map(|container| container.name.as_str()),
        "documents": model.origin().documents(),
        "version": model.origin().version().filter(|_| graph.is_microsoft_graph()),
        "isEmbedded": model.origin().is_embedded(),
        "isGraph": graph.is_microsoft_graph(),
        "generator": concat!("graph-codegen ", env!("CARGO_PKG_VERSION")),
        "namespace": own.namespace,
        "alias": own.alias,
        "types": records,
        "operations": operations,
        "roots": roots,
        "imports": imports,
        "itemPaths": item_paths,
        "alternateKeys": alternate_keys,
        "requests": lists.into_list(),
        "notes": notes(model),
        "rust": rust,
        "selected": selected(selection, &graph),
        "texts": texts.into_list(),
    })
}

/// The requests of a selection, as selectors.
fn selected(selection: &Selection, graph: &ServiceGraph<'_>) -> Vec<String> {
    let of_operation = |id: OperationId| Method::of_operation(graph.model().operation(id).kind).as_str();
    let of_resource = |resource: &Resource| {
        let mut found = Vec::new();
        if resource.get.is_some() {
            found.push(format!("{}#GET", resource.template));
        }
        found.extend(
            resource.methods.iter().map(|(method, of)| format!("{}#{}", of.template, method.http().as_str())),
        );
        let called = resource.operations.iter().filter(|(_, operation)| operation.call.is_some());
        found.extend(called.map(|(id, _)| {
            format!("{}#{}", append(&resource.template, &graph.call_segment(*id, None)), of_operation(*id))
        }));
        found
    };
    let mut found: Vec<String> = selection.resources.values().flat_map(of_resource).collect();
    for (name, operations) in &selection.imports {
        let called = operations.iter().filter(|(_, operation)| operation.call.is_some());
        found.extend(
            called.map(|(id, _)| format!("/{}#{}", graph.call_segment(*id, Some(name)), of_operation(*id))),
        );
    }
    found.sort();
    found
}
