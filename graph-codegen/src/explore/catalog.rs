use std::collections::BTreeSet;

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
    clouds::CloudTable,
    edm::{Dialect, Model},
    permissions::operation_names,
    plan::Package,
    selection::{RequestKind, Selection, ServiceGraph},
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
    let key_segments = types.key_segments();
    let rust = rust_names(model, package, &mut texts);
    let records = types.records(&mut lists, &mut texts);
    let own = graph.own;
    let alias = own.alias.filter(|_| model.profile().dialect() == Dialect::Graph);
    json!({
        "service": graph.container().map(|container| container.name.as_str()),
        "documents": model.origin().documents(),
        "version": model.origin().version().filter(|_| graph.is_microsoft_graph()),
        "isEmbedded": model.origin().is_embedded(),
        "isGraph": graph.is_microsoft_graph(),
        "generator": concat!("graph-codegen ", env!("CARGO_PKG_VERSION")),
        "namespace": own.namespace,
        "alias": alias,
        "types": records,
        "operations": operations,
        "roots": roots,
        "imports": imports,
        "itemPaths": item_paths,
        "alternateKeys": alternate_keys,
        "keySegments": key_segments,
        "requests": lists.into_list(),
        "notes": notes(model),
        "rust": rust,
        "permissions": graph.is_microsoft_graph().then_some(graph_metadata::V1_0_PERMISSIONS),
        "operationNames": graph.is_microsoft_graph().then(|| operation_names().iter().collect::<BTreeSet<_>>()),
        "documentation": CloudTable::for_model(model).is_ok().then_some(graph_metadata::V1_0_DOCUMENTATION),
        "clouds": CloudTable::for_model(model).ok().map(|table| table.page_text(model)),
        "selected": selected(model, selection),
        "texts": texts.into_list(),
    })
}

/// The requests of a selection, as selectors.
fn selected(model: &Model, selection: &Selection) -> Vec<String> {
    let requests = selection.requests(model).into_iter();
    requests
        .map(|request| match request.kind {
            RequestKind::Resource(..) => format!("{}#{}", request.template, request.method.as_str()),
            RequestKind::Operation(..) => request.template,
        })
        .collect()
}
