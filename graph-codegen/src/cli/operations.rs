use std::collections::BTreeMap;

use super::{
    arguments::{Format, Operations},
    failure::Failure,
    output::{Output, cell, width},
};
use crate::{
    Builder, Selected,
    edm::{ItemType, Model, Operation, OperationId, Primitive, TypeId, TypeRef},
    selection::{Method, Resource, ResourceShape, ResponseKind, ServiceGraph, ShortestPaths},
};

pub(super) fn run(settings: Builder, arguments: &Operations, output: &mut Output<'_>) -> Result<(), Failure> {
    let settings = arguments.input.apply(settings);
    let (resolved, types, imported, resources) = if settings.has_selectors() {
        let Selected { resolved, mut selection, .. } = settings.selected()?;
        let resources = std::mem::take(&mut selection.resources);
        let imported = selection.imports.values().flat_map(|operations| operations.keys().copied()).collect();
        (resolved, selection.types.keys().copied().collect(), imported, resources)
    } else {
        let resolved = settings.resolve()?;
        let types = resolved.model.types().map(|(id, _)| id).collect();
        let imported = resolved.model.operations().map(|(id, _)| id).collect();
        (resolved, types, imported, BTreeMap::new())
    };
    let graph = ServiceGraph::new(&resolved.model);
    let listing = Listing::new(&graph);
    let mut groups = listing.groups(types);
    listing.add_imports(imported, &mut groups);
    for (shape, resource) in &resources {
        listing.add_requests(*shape, resource, &mut groups);
    }
    output.print(&match arguments.format {
        Format::Text => aligned(&groups),
        Format::Tsv => separated(&groups),
    })
}

/// A call of an operation.
#[derive(Debug)]
struct Row {
    method: &'static str,
    /// Empty if no path of the service reaches the type.
    path: String,
    parameters: String,
    return_type: String,
    operation: String,
}

/// The rows by type name and whether they belong to the collection.
type Groups = BTreeMap<(String, bool), Vec<Row>>;

struct Listing<'a> {
    model: &'a Model,
    graph: &'a ServiceGraph<'a>,
    shortest_paths: ShortestPaths<'a>,
}

impl<'a> Listing<'a> {
    fn new(graph: &'a ServiceGraph<'a>) -> Self {
        Self { model: graph.model(), graph, shortest_paths: ShortestPaths::new(graph) }
    }

    fn groups(&self, types: Vec<TypeId>) -> Groups {
        let mut groups = Groups::new();
        for id in types {
            for shape in [ResourceShape::Entity(id), ResourceShape::Collection(id)] {
                let rows: Vec<Row> = self
                    .graph
                    .operations_on(shape)
                    .into_iter()
                    .map(|(id, operation)| self.row(self.path(shape), id, operation))
                    .collect();
                if !rows.is_empty() {
                    let is_collection = matches!(shape, ResourceShape::Collection(_));
                    groups.insert((self.model.type_(id).name.to_string(), is_collection), rows);
                }
            }
        }
        groups
    }

    /// Adds the operations that are imported into the service.
    fn add_imports(&self, operations: Vec<OperationId>, groups: &mut Groups) {
        let Some(container) = self.graph.container() else { return };
        let mut rows = Vec::new();
        for id in operations {
            for path in self.graph.import_paths(id) {
                rows.push(Row { path, ..self.row(None, id, self.model.operation(id)) });
            }
        }
        if !rows.is_empty() {
            groups.insert((container.name.to_string(), false), rows);
        }
    }

    /// Adds the selected requests of a resource.
    fn add_requests(&self, shape: ResourceShape, resource: &Resource, groups: &mut Groups) {
        let name = &self.model.type_(shape.entity_type()).name;
        let rows = resource.methods.iter().map(|(method, selected)| Row {
            method: method.http().as_str(),
            path: selected.template.clone(),
            parameters: if method.has_body() { format!("body: {name}") } else { String::new() },
            return_type: match method.response_kind() {
                ResponseKind::Resource | ResponseKind::ResourceOrNothing => name.to_string(),
                ResponseKind::Count => Primitive::Int64.as_str().to_owned(),
                ResponseKind::Stream => Primitive::Stream.as_str().to_owned(),
                ResponseKind::References => "Collection($ref)".to_owned(),
                ResponseKind::Reference => "$ref".to_owned(),
                ResponseKind::Nothing | ResponseKind::Uploaded => String::new(),
            },
            operation: format!("{}#{}", selected.template, method.http().as_str()),
        });
        let rows: Vec<Row> = rows.collect();
        if !rows.is_empty() {
            let group = (name.to_string(), matches!(shape, ResourceShape::Collection(_)));
            groups.entry(group).or_default().extend(rows);
        }
    }

    /// The path of a resource; `None` if no path of the service reaches it.
    fn path(&self, shape: ResourceShape) -> Option<&str> {
        self.shortest_paths.template(shape)
    }

    fn row(&self, caller: Option<&str>, id: OperationId, operation: &Operation) -> Row {
        let parameters: Vec<String> = operation
            .call_parameters()
            .iter()
            .map(|parameter| format!("{}: {}", parameter.name, self.type_name(&parameter.type_ref)))
            .collect();
        Row {
            method: Method::of_operation(operation.kind).as_str(),
            path: caller.map_or_else(String::new, |caller| format!("{caller}/{}", self.graph.call_segment(id, None))),
            parameters: parameters.join(", "),
            return_type: operation
                .return_type
                .as_ref()
                .map_or_else(String::new, |returned| self.type_name(&returned.type_ref)),
            operation: operation.name.to_string(),
        }
    }

    fn type_name(&self, type_ref: &TypeRef) -> String {
        let name = match &type_ref.item {
            ItemType::Primitive(primitive) => primitive.as_str(),
            ItemType::Declared(id) => self.model.type_(*id).name.as_str(),
            ItemType::External(name) => name.as_str(),
        };
        if type_ref.is_collection { format!("Collection({name})") } else { name.to_owned() }
    }
}

fn group_name((name, is_collection): &(String, bool)) -> String {
    if *is_collection { format!("Collection({name})") } else { name.clone() }
}

fn separated(groups: &Groups) -> String {
    let mut text = String::from("method\tpath\tparameters\treturn_type\ttype\toperation\n");
    for (group, rows) in groups {
        let group = group_name(group);
        for Row { method, path, parameters, return_type, operation } in rows {
            let cells = [method, path.as_str(), parameters, return_type, &group, operation];
            text.push_str(&cells.map(cell).join("\t"));
            text.push('\n');
        }
    }
    text
}

fn aligned(groups: &Groups) -> String {
    let mut text = String::new();
    for (group, rows) in groups {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("{}\n", group_name(group)));
        let path = |row: &Row| if row.path.is_empty() { format!("… {}", row.operation) } else { row.path.clone() };
        let paths: Vec<String> = rows.iter().map(path).collect();
        let signatures: Vec<String> = rows.iter().map(|row| format!("({})", row.parameters)).collect();
        let path_width = width(paths.iter().map(String::as_str));
        let signature_width = width(signatures.iter().map(String::as_str).filter(|text| text.len() <= 80));
        for ((row, path), signature) in rows.iter().zip(&paths).zip(&signatures) {
            let returned = if row.return_type.is_empty() { String::new() } else { format!("-> {}", row.return_type) };
            let line = format!("  {:<4}  {path:<path_width$}  {signature:<signature_width$}  {returned}", row.method);
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}
