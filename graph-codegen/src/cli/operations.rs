use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use super::{
    arguments::{Format, Operations},
    failure::Failure,
    json,
    output::{Output, cell, width},
    search,
};
use crate::{
    Builder, Selected,
    diagnostic::{Code, Diagnostic, Rendered},
    edm::{ItemType, Model, Operation, OperationId, Primitive, TypeId, TypeRef},
    selection::{
        Method, Reason, Resource, ResourceMethod, ResourceShape, ResponseKind, Selection, ServiceGraph, ShortestPaths,
    },
};

pub(super) fn run(settings: Builder, arguments: &Operations, output: &mut Output<'_>) -> Result<(), Failure> {
    if let Some(words) = &arguments.search {
        return search::run(settings, arguments, words, output);
    }
    let settings = arguments.input.apply(settings);
    let has_selectors = settings.has_selectors();
    let (resolved, types, imported, resources) = if has_selectors {
        let Selected { resolved, mut selection, .. } = settings.selected()?;
        let resources = std::mem::take(&mut selection.resources);
        let imported = selection.imports.values().flat_map(|operations| operations.keys().copied()).collect();
        let types = selection.types.keys().copied().filter(|id| !is_of_operation(*id, &selection)).collect();
        (resolved, types, imported, resources)
    } else {
        let resolved = settings.resolve()?;
        let types = resolved.model.types().map(|(id, _)| id).collect();
        let imported = resolved.model.operations().map(|(id, _)| id).collect();
        (resolved, types, imported, BTreeMap::new())
    };
    let graph = ServiceGraph::new(&resolved.model);
    let listing = Listing::new(&graph);
    // What the paths of selectors name is first.
    let mut named = Groups::new();
    listing.add_imports(imported, &mut named);
    for (shape, resource) in &resources {
        listing.add_operations(*shape, resource, &mut named);
        listing.add_requests(*shape, resource, &mut named);
    }
    let mut groups = listing.groups(types);
    remove_known(&named, &mut groups);
    let groups: Vec<(&Group, &Vec<Row>)> = named.iter().chain(&groups).collect();
    if groups.is_empty() {
        output
            .print_error(&Rendered::new(&[nothing(&resolved.model, has_selectors)], &resolved.sources).to_string())?;
    }
    output.print(&match arguments.format {
        Format::Text => aligned(&groups),
        Format::Tsv => separated(&groups),
        Format::Json => json::text(&json(&groups)),
    })
}

/// Why nothing is listed.
fn nothing(model: &Model, has_selectors: bool) -> Diagnostic {
    let message = match (model.operations().next(), has_selectors) {
        (None, _) => "the metadata declares no actions and functions",
        (Some(_), true) => "no request is selected",
        (Some(_), false) => "no action or function of the metadata can be called",
    };
    Diagnostic::warning(Code::SelectorUnknown, message).help(
        "this lists actions and functions, and the requests of selected paths, such as `/PATH#GET,POST`; to find any \
         request, use `--search WORDS`",
    )
}

/// Whether a type is selected only because operations take or return values of it.
fn is_of_operation(id: TypeId, selection: &Selection) -> bool {
    if selection.named_types.contains(&id) {
        return false;
    }
    let mut reason = selection.types.get(&id).map(|selected| &selected.reason);
    // Each type is selected because of another one, or for a reason that ends this.
    for _ in &selection.types {
        match reason {
            Some(Reason::BaseOf(of) | Reason::UnderlyingTypeOf(of) | Reason::PropertyOf { of, .. }) => {
                reason = selection.types.get(of).map(|selected| &selected.reason);
            }
            Some(Reason::ParameterOf { .. } | Reason::ReturnedBy(_)) => return true,
            _ => return false,
        }
    }
    false
}

/// Removes the operations that are listed already.
fn remove_known(named: &Groups, groups: &mut Groups) {
    for (group, known) in named {
        let Some(rows) = groups.get_mut(group) else { continue };
        let known: HashSet<(&str, &str)> = known.iter().map(Row::call).collect();
        rows.retain(|row| !known.contains(&row.call()));
    }
    groups.retain(|_, rows| !rows.is_empty());
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

impl Row {
    /// The operation and its parameters, which tell overloads apart.
    fn call(&self) -> (&str, &str) {
        (&self.operation, &self.parameters)
    }
}

/// A type name and whether the rows belong to the collection.
type Group = (String, bool);
type Groups = BTreeMap<Group, Vec<Row>>;

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

    /// Adds the selected operations of a resource.
    fn add_operations(&self, shape: ResourceShape, resource: &Resource, groups: &mut Groups) {
        let called = resource.operations.iter().filter(|(_, selected)| selected.call.is_some());
        let rows: Vec<Row> =
            called.map(|(id, _)| self.row(Some(&resource.template), *id, self.model.operation(*id))).collect();
        self.add(shape, rows, groups);
    }

    fn add(&self, shape: ResourceShape, rows: Vec<Row>, groups: &mut Groups) {
        if !rows.is_empty() {
            let name = self.model.type_(shape.entity_type()).name.to_string();
            groups.entry((name, matches!(shape, ResourceShape::Collection(_)))).or_default().extend(rows);
        }
    }

    /// Adds the selected requests of a resource.
    fn add_requests(&self, shape: ResourceShape, resource: &Resource, groups: &mut Groups) {
        let name = &self.model.type_(shape.entity_type()).name;
        let read = resource.get.iter().map(|_| Row {
            method: ResourceMethod::Get.http().as_str(),
            path: resource.template.clone(),
            parameters: String::new(),
            return_type: match shape {
                ResourceShape::Entity(_) => name.to_string(),
                ResourceShape::Collection(_) => format!("Collection({name})"),
            },
            operation: format!("{}#{}", resource.template, ResourceMethod::Get.http().as_str()),
        });
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
        self.add(shape, read.chain(rows).collect(), groups);
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

fn group_name((name, is_collection): &Group) -> String {
    if *is_collection { format!("Collection({name})") } else { name.clone() }
}

fn separated(groups: &[(&Group, &Vec<Row>)]) -> String {
    let mut text = String::from("method\tpath\tparameters\treturn_type\ttype\toperation\n");
    for (group, rows) in groups {
        let group = group_name(group);
        for Row { method, path, parameters, return_type, operation } in *rows {
            let cells = [method, path.as_str(), parameters, return_type, &group, operation];
            text.push_str(&cells.map(cell).join("\t"));
            text.push('\n');
        }
    }
    text
}

fn json(groups: &[(&Group, &Vec<Row>)]) -> Value {
    let mut list = Vec::new();
    for (group, rows) in groups {
        list.extend(rows.iter().map(|row| {
            json!({
                "method": row.method,
                "path": if row.path.is_empty() { Value::Null } else { row.path.as_str().into() },
                "parameters": row.parameters,
                "returns": if row.return_type.is_empty() { Value::Null } else { row.return_type.as_str().into() },
                "type": group_name(group),
                "operation": row.operation,
            })
        }));
    }
    json!({ "operations": list })
}

fn aligned(groups: &[(&Group, &Vec<Row>)]) -> String {
    let mut text = String::new();
    let method_width = width(groups.iter().flat_map(|(_, rows)| *rows).map(|row| row.method));
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
            let method = row.method;
            let line =
                format!("  {method:<method_width$}  {path:<path_width$}  {signature:<signature_width$}  {returned}");
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}
