use std::collections::BTreeMap;

use super::{
    arguments::{Format, Operations},
    failure::Failure,
    output::Output,
    text::{cell, width},
};
use crate::{
    Builder,
    edm::{ItemType, Model, Operation, OperationKind, Parameter, Primitive, TypeId, TypeKind, TypeRef},
    selection::{ResourceShape, Routes, Surroundings},
};

pub(super) fn run(settings: Builder, arguments: &Operations, output: &mut Output<'_>) -> Result<(), Failure> {
    let settings = arguments.input.apply(settings);
    let (resolved, types) = if settings.has_selectors() {
        let selected = settings.selected()?;
        let types = selected.selection.types.keys().copied().collect();
        (selected.resolved, types)
    } else {
        let resolved = settings.resolve()?;
        let types = resolved.model.types().map(|(id, _)| id).collect();
        (resolved, types)
    };
    let groups = Listing::new(&resolved.model).groups(types);
    output.say(&match arguments.format {
        Format::Text => aligned(&groups),
        Format::Tsv => separated(&groups),
    })
}

/// One way to call an operation.
#[derive(Debug)]
struct Row {
    method: &'static str,
    /// Empty where no path of the service leads to the type.
    path: String,
    parameters: String,
    return_type: String,
    operation: String,
}

/// The rows of each type or collection, by its name.
type Groups = BTreeMap<(String, bool), Vec<Row>>;

struct Listing<'a> {
    model: &'a Model,
    surroundings: Surroundings<'a>,
    routes: Routes,
}

impl<'a> Listing<'a> {
    fn new(model: &'a Model) -> Self {
        let surroundings = Surroundings::new(model);
        let routes = Routes::new(&surroundings);
        Self { model, surroundings, routes }
    }

    fn groups(&self, types: Vec<TypeId>) -> Groups {
        let mut groups = Groups::new();
        for id in types {
            for shape in [ResourceShape::Entity(id), ResourceShape::Collection(id)] {
                let rows: Vec<Row> = self
                    .surroundings
                    .operations_on(shape)
                    .into_iter()
                    .map(|(_, operation)| self.row(shape, operation))
                    .collect();
                if !rows.is_empty() {
                    let is_collection = matches!(shape, ResourceShape::Collection(_));
                    groups.insert((self.model.type_(id).name.to_string(), is_collection), rows);
                }
            }
        }
        groups
    }

    fn row(&self, shape: ResourceShape, operation: &Operation) -> Row {
        let parameters: Vec<String> = operation
            .call_parameters()
            .iter()
            .map(|parameter| format!("{}: {}", parameter.name, self.type_name(&parameter.type_ref)))
            .collect();
        Row {
            method: match operation.kind {
                OperationKind::Action => "POST",
                OperationKind::Function => "GET",
            },
            path: self.template(shape).map_or_else(String::new, |way| format!("{way}/{}", self.segment(operation))),
            parameters: parameters.join(", "),
            return_type: operation
                .return_type
                .as_ref()
                .map_or_else(String::new, |returned| self.type_name(&returned.type_ref)),
            operation: operation.name.to_string(),
        }
    }

    /// The shortest path; over a cast from the nearest base type where no path without casts leads to the type.
    fn template(&self, shape: ResourceShape) -> Option<String> {
        let id = shape.entity_type();
        for (ancestor, _) in self.model.lineage(id) {
            let at = match shape {
                ResourceShape::Entity(_) => ResourceShape::Entity(ancestor),
                ResourceShape::Collection(_) => ResourceShape::Collection(ancestor),
            };
            if let Some(route) = self.routes.to(at) {
                return Some(match ancestor == id {
                    true => route.template.clone(),
                    false => format!("{}/{}", route.template, self.cast(id)),
                });
            }
        }
        None
    }

    /// A type cast segment: with the namespace's alias, if it has one, as Graph documents it.
    fn cast(&self, id: TypeId) -> String {
        let name = &self.model.type_(id).name;
        let schema = self.model.schemas().iter().find(|schema| schema.namespace == name.namespace());
        match schema.and_then(|schema| schema.alias.as_deref()) {
            Some(alias) if alias != "self" => format!("{alias}.{}", name.name()),
            _ => name.to_string(),
        }
    }

    /// The last segment: operations of the service's own namespace are called by their simple names.
    fn segment(&self, operation: &Operation) -> String {
        let own = self.surroundings.container().map(|container| container.name.namespace());
        let name = match own == Some(operation.name.namespace()) {
            true => operation.name.name(),
            false => operation.name.as_str(),
        };
        if operation.kind == OperationKind::Action {
            return name.to_owned();
        }
        let arguments: Vec<String> =
            operation.call_parameters().iter().map(|parameter| self.argument(parameter)).collect();
        format!("{name}({})", arguments.join(","))
    }

    /// `name='{name}'`; structured values and collections go into a parameter alias.
    fn argument(&self, parameter: &Parameter) -> String {
        let name = &parameter.name;
        let is_structured = parameter.type_ref.is_collection
            || parameter.type_ref.type_id().is_some_and(|id| self.model.type_(id).structured().is_some());
        if is_structured {
            return format!("{name}=@{name}");
        }
        match self.is_quoted(&parameter.type_ref) {
            true => format!("{name}='{{{name}}}'"),
            false => format!("{name}={{{name}}}"),
        }
    }

    fn is_quoted(&self, type_ref: &TypeRef) -> bool {
        match &type_ref.item {
            ItemType::Primitive(primitive) => *primitive == Primitive::String,
            ItemType::Declared(id) => match &self.model.type_(*id).kind {
                TypeKind::Enum(_) => true,
                TypeKind::Definition(definition) => {
                    definition.underlying_type.item == ItemType::Primitive(Primitive::String)
                }
                TypeKind::Entity(_) | TypeKind::Complex(_) => false,
            },
            ItemType::External(_) => false,
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
        let place = |row: &Row| if row.path.is_empty() { format!("… {}", row.operation) } else { row.path.clone() };
        let places: Vec<String> = rows.iter().map(place).collect();
        let signatures: Vec<String> = rows.iter().map(|row| format!("({})", row.parameters)).collect();
        let path_width = width(places.iter().map(String::as_str));
        let signature_width = width(signatures.iter().map(String::as_str).filter(|text| text.len() <= 80));
        for ((row, place), signature) in rows.iter().zip(&places).zip(&signatures) {
            let returned = if row.return_type.is_empty() { String::new() } else { format!("-> {}", row.return_type) };
            let line = format!("  {:<4}  {place:<path_width$}  {signature:<signature_width$}  {returned}", row.method);
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}
