//! Structs of entity types, complex types and parameters.

use super::planner::Planner;
use crate::{
    customization::Element,
    edm::{Annotation, ItemType, NavigationProperty, OperationId, Parameter, Primitive, QualifiedName, TypeId},
    facts::Writing,
    naming::{Identifier, Scope, shouty},
    plan::{
        Field, NavigationConstant, Relations, Structure, StructureOrigin, ValueType,
        docs::{deprecation, description},
    },
    selection::SelectedType,
};

/// The struct of an entity or complex type.
pub(super) fn structure(planner: &mut Planner<'_>, id: TypeId, selected: &SelectedType, name: Identifier) -> Structure {
    let model = planner.model;
    let declared = model.type_(id);
    let mut fields = Fields::new();
    let mut left_out = Vec::new();
    for (of, property) in model.properties(id) {
        if !selected.members.contains(&property.name) {
            left_out.push(property.name.as_str());
            continue;
        }
        let Some(mut value_type) = planner.value_type(&property.type_ref) else {
            // A stream is a resource of its own.
            continue;
        };
        if selected.boxed.contains(&property.name) && matches!(value_type, ValueType::Structure(_)) {
            value_type = ValueType::Boxed(Box::new(value_type));
        }
        let of = planner.type_name(of);
        let element = Element::Property { of, name: &property.name };
        let writing = writing(planner, id, &property.name, &property.annotations);
        fields.add(planner, &element, &property.name, &property.annotations, value_type, writing);
    }
    let mut docs = type_docs(planner, id);
    docs.push(format!(
        "Values are [`Object<{name}>`](rt::Object): they deref to this struct and keep undeclared properties in `extra`."
    ));
    if !left_out.is_empty() {
        let verb = if left_out.len() == 1 { "property is" } else { "properties are" };
        docs.push(format!("{} declared {verb} not selected.", left_out.len()));
    }
    let streams: Vec<String> = model
        .properties(id)
        .iter()
        .filter(|(_, property)| {
            property.type_ref.item == ItemType::Primitive(Primitive::Stream)
                && selected.members.contains(&property.name)
        })
        .map(|(_, property)| format!("`{}`", property.name))
        .collect();
    if !streams.is_empty() {
        docs.push(format!("Not fields, since streams are read by requests of their own: {}.", streams.join(", ")));
    }
    let is_selectable = is_selectable(planner, id);
    let mut relations = relations(planner, id);
    if is_selectable {
        let read_only = fields.list.iter().filter(|field| field.writing != Writing::Always);
        relations.read_only_on_update = read_only.map(|field| field.wire_name.clone()).collect();
        relations.navigation = fields.navigation(planner, id);
    }
    let fields = fields.list;
    let deprecation = deprecation(&declared.annotations);
    let origin = if declared.is_entity() { StructureOrigin::Entity(id) } else { StructureOrigin::Complex(id) };
    let attributes = planner.customizations.attributes(&Element::Type(&declared.name));
    let source = declared.name.to_string();
    Structure { name, origin, source, docs, fields, relations, deprecation, attributes, is_selectable }
}

/// The struct of an action's parameters. `on` and `action` are the names that customizations use: of a bound action the type and the
/// action's name, of an import the container and the import's name.
pub(super) fn parameters(
    planner: &mut Planner<'_>,
    on: &QualifiedName,
    action: &str,
    operation: OperationId,
    name: Identifier,
) -> Structure {
    let model = planner.model;
    let declared = model.operation(operation);
    let mut fields = Fields::new();
    for Parameter { name, type_ref, annotations, .. } in declared.call_parameters() {
        let value_type = planner.value_type(type_ref).unwrap_or(ValueType::Runtime("Binary"));
        let element = Element::Parameter { on, operation: action, name };
        fields.add(planner, &element, name, annotations, value_type, Writing::Always);
    }
    let fields = fields.list;
    let source = format!("{on}/{action}");
    let docs = vec![format!("The parameters of `{source}`. Parameters that are `None` are not sent.")];
    let origin = StructureOrigin::Parameters(operation);
    let (relations, deprecation) = (Relations::default(), None);
    let attributes = planner.customizations.attributes(&Element::Parameters { on, operation: action });
    Structure { name, origin, source, docs, fields, relations, deprecation, attributes, is_selectable: false }
}

/// When a body may set a property; what a derived type says of an inherited property comes first.
fn writing(planner: &Planner<'_>, id: TypeId, name: &str, declared: &[Annotation]) -> Writing {
    let types = planner.model.lineage(id).filter_map(|(_, of)| of.structured());
    let mut said = types.flat_map(|of| &of.inherited_properties).filter(|property| property.name == name);
    let own = said.find_map(|property| Some(Writing::of(&property.annotations)).filter(|own| *own != Writing::Always));
    own.unwrap_or_else(|| Writing::of(declared))
}

/// What types a type is derived from, and whether that has to be said.
fn relations(planner: &Planner<'_>, id: TypeId) -> Relations {
    let model = planner.model;
    let base = model.lineage(id).nth(1).and_then(|(_, base)| base.structured());
    // An abstract root says nothing: everything is derived from it.
    let sends_type = base.is_some_and(|base| base.base_type.is_some() || base.is_abstract != Some(true));
    let bases = model.lineage(id).skip(1).filter_map(|(base, _)| planner.path(base).cloned()).collect();
    Relations { sends_type, bases, ..Relations::default() }
}

/// Constants for queries and bodies are worth their compile time only where something can be queried.
fn is_selectable(planner: &Planner<'_>, id: TypeId) -> bool {
    planner.queried.contains(&id) || planner.written.contains(&id)
}

/// Paragraphs for a type: its description, then its name.
pub(super) fn type_docs(planner: &Planner<'_>, id: TypeId) -> Vec<String> {
    let declared = planner.model.type_(id);
    let name = format!("`{}`", declared.name);
    match description(&declared.annotations) {
        Some(description) => vec![description, name],
        None => vec![name],
    }
}

pub(super) fn element_doc(wire_name: &str, description: Option<String>) -> String {
    match description {
        Some(description) => format!("`{wire_name}`: {description}"),
        None => format!("`{wire_name}`"),
    }
}

fn navigation_doc(planner: &Planner<'_>, property: &NavigationProperty) -> String {
    let target = match property.type_ref.type_id() {
        Some(id) => format!("Navigates to `{}`.", planner.type_name(id)),
        None => "Navigates to another resource.".to_owned(),
    };
    match description(&property.annotations) {
        Some(description) => format!("`{}`: {description} {target}", property.name),
        None => format!("`{}`. {target}", property.name),
    }
}

/// The fields of a struct while they are named.
struct Fields {
    list: Vec<Field>,
    names: Scope,
    constants: Scope,
}

impl Fields {
    /// No fields. `extra` is a field of the runtime's `Object`, which would hide a field of that name.
    fn new() -> Self {
        Self { list: Vec::new(), names: Scope::with(&["extra"]), constants: Scope::default() }
    }

    fn add(
        &mut self,
        planner: &Planner<'_>,
        element: &Element<'_>,
        wire_name: &str,
        annotations: &[Annotation],
        value_type: ValueType,
        writing: Writing,
    ) {
        let name = planner.snake(element, wire_name);
        let name = self.names.claim_or(name, "_property");
        let constant = Identifier::forced(&shouty(name.as_str()));
        self.list.push(Field {
            attributes: planner.customizations.attributes(element),
            constant: self.constants.claim([constant]),
            name,
            wire_name: wire_name.to_owned(),
            source: element.source_name(),
            doc: element_doc(wire_name, description(annotations)),
            deprecation: deprecation(annotations),
            value_type,
            writing,
        });
    }

    /// Constants for navigation properties, whose names those of the fields do not have.
    fn navigation(&mut self, planner: &Planner<'_>, id: TypeId) -> Vec<NavigationConstant> {
        let properties = planner.model.navigation_properties(id).into_iter();
        properties
            .map(|(of, property)| {
                let element = Element::NavigationProperty { of: planner.type_name(of), name: &property.name };
                let name = planner.snake(&element, &property.name);
                let constant = Identifier::forced(&shouty(name.as_str()));
                NavigationConstant {
                    name: self.constants.claim([constant]),
                    doc: navigation_doc(planner, property),
                    wire_name: property.name.clone(),
                    target: property.type_ref.type_id().and_then(|id| planner.path(id)).cloned(),
                    deprecation: deprecation(&property.annotations),
                    is_collection: property.type_ref.is_collection,
                }
            })
            .collect()
    }
}
