//! Structs and enums.

use super::{
    Enumeration, Field, Identifier, NavigationConstant, Relations, Structure, StructureOrigin, ValueType, Variant,
    casing, deprecation::deprecation, documentation, lower::Lowering, scope::Scope,
};
use crate::{
    edm::{Annotation, EnumType, ItemType, OperationId, Parameter, Primitive, QualifiedName, TypeId},
    extension::Element,
    facts::Writing,
    selection::SelectedType,
};

/// The struct of an entity or complex type.
pub(super) fn structure(
    lowering: &mut Lowering<'_>,
    id: TypeId,
    selected: &SelectedType,
    name: Identifier,
) -> Structure {
    let model = lowering.model;
    let declared = model.type_(id);
    let mut fields = Fields::new();
    let mut left_out = Vec::new();
    for (of, property) in model.properties(id) {
        if !selected.members.contains(&property.name) {
            left_out.push(property.name.as_str());
            continue;
        }
        let Some(mut value_type) = lowering.value_type(&property.type_ref) else {
            // A stream is a resource of its own; see the documentation of the struct.
            continue;
        };
        if selected.boxed.contains(&property.name) && matches!(value_type, ValueType::Structure(_)) {
            value_type = ValueType::Boxed(Box::new(value_type));
        }
        let of = lowering.type_name(of);
        let element = Element::Property { of, name: &property.name };
        let writing = writing(lowering, id, &property.name, &property.annotations);
        fields.add(lowering, &element, &property.name, &property.annotations, value_type, writing);
    }
    let mut docs = documentation(lowering, id);
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
        docs.push(format!("Streams, which are no part of the JSON and so no fields: {}.", streams.join(", ")));
    }
    let is_selectable = is_selectable(lowering, id);
    let mut relations = relations(lowering, id);
    if is_selectable {
        let fixed = fields.list.iter().filter(|field| field.writing != Writing::Always);
        relations.fixed = fixed.map(|field| field.wire_name.clone()).collect();
        relations.navigation = fields.navigation(lowering, id);
    }
    let fields = fields.list;
    let deprecation = deprecation(&declared.annotations);
    let origin = if declared.is_entity() { StructureOrigin::Entity(id) } else { StructureOrigin::Complex(id) };
    Structure { name, origin, source: declared.name.to_string(), docs, fields, relations, deprecation, is_selectable }
}

/// The struct of an operation's parameters.
pub(super) fn parameters(
    lowering: &mut Lowering<'_>,
    on: &QualifiedName,
    operation: OperationId,
    name: Identifier,
) -> Structure {
    let model = lowering.model;
    let declared = model.operation(operation);
    let operation_name = declared.name.name();
    let mut fields = Fields::new();
    for Parameter { name, type_ref, annotations, .. } in declared.call_parameters() {
        let value_type = lowering.value_type(type_ref).unwrap_or(ValueType::Runtime("Binary"));
        let element = Element::Parameter { on, operation: operation_name, name };
        fields.add(lowering, &element, name, annotations, value_type, Writing::Always);
    }
    let fields = fields.list;
    let source = format!("{on}/{operation_name}");
    let docs = vec![format!("The parameters of `{source}`. What is `None` is not sent.")];
    let origin = StructureOrigin::Parameters(operation);
    let (relations, deprecation) = (Relations::default(), None);
    Structure { name, origin, source, docs, fields, relations, deprecation, is_selectable: false }
}

/// The enum of an enumeration type.
pub(super) fn enumeration(lowering: &Lowering<'_>, id: TypeId, declared: &EnumType, name: Identifier) -> Enumeration {
    let qualified = lowering.type_name(id);
    let mut scope = Scope::default();
    let mut variants = Vec::new();
    for member in &declared.members {
        let default = Identifier::forced(&casing::camel(&member.name));
        let element = Element::Member { of: qualified, name: &member.name };
        let wanted = lowering.customs.rename(&element, default.as_str()).unwrap_or(default);
        let description = documentation::description(&member.annotations);
        variants.push(Variant {
            name: scope.claim([wanted]),
            wire_name: member.name.clone(),
            doc: line(&member.name, description),
            deprecation: deprecation(&member.annotations),
        });
    }
    let mut docs = documentation(lowering, id);
    if declared.is_flags == Some(true) {
        docs.push("Members combine: properties of this type are `Flags` of it.".to_owned());
    }
    let deprecation = deprecation(&lowering.model.type_(id).annotations);
    Enumeration { name, origin: id, source: qualified.to_string(), docs, variants, deprecation }
}

/// When a body may set a property; what a derived type says of an inherited property comes first.
fn writing(lowering: &Lowering<'_>, id: TypeId, name: &str, declared: &[Annotation]) -> Writing {
    let types = lowering.model.lineage(id).filter_map(|(_, of)| of.structured());
    let mut said = types.flat_map(|of| &of.inherited_properties).filter(|property| property.name == name);
    let own = said.find_map(|property| Some(Writing::of(&property.annotations)).filter(|own| *own != Writing::Always));
    own.unwrap_or_else(|| Writing::of(declared))
}

/// What types a type is derived from, and whether that has to be said.
fn relations(lowering: &Lowering<'_>, id: TypeId) -> Relations {
    let model = lowering.model;
    let base = model.lineage(id).nth(1).and_then(|(_, base)| base.structured());
    // An abstract root says nothing: everything is derived from it.
    let sends_type = base.is_some_and(|base| base.base_type.is_some() || base.is_abstract != Some(true));
    let bases = model.lineage(id).skip(1).filter_map(|(base, _)| lowering.path(base).cloned()).collect();
    Relations { sends_type, bases, ..Relations::default() }
}

/// Constants for queries and bodies are worth their compile time only where something can be queried.
fn is_selectable(lowering: &Lowering<'_>, id: TypeId) -> bool {
    lowering.queried.contains(&id) || lowering.written.contains(&id)
}

/// Paragraphs for a type: its description, then its name.
fn documentation(lowering: &Lowering<'_>, id: TypeId) -> Vec<String> {
    let declared = lowering.model.type_(id);
    let name = format!("`{}`", declared.name);
    match documentation::description(&declared.annotations) {
        Some(description) => vec![description, name],
        None => vec![name],
    }
}

fn line(wire_name: &str, description: Option<String>) -> String {
    match description {
        Some(description) => format!("`{wire_name}`: {description}"),
        None => format!("`{wire_name}`"),
    }
}

/// The fields of a struct while they are named.
struct Fields {
    list: Vec<Field>,
    names: Scope,
    constants: Scope,
}

impl Fields {
    /// No fields. What is not declared is `extra` of the runtime's `Object`, which would hide a field of that name.
    fn new() -> Self {
        Self { list: Vec::new(), names: Scope::with(&["extra"]), constants: Scope::default() }
    }

    fn add(
        &mut self,
        lowering: &Lowering<'_>,
        element: &Element<'_>,
        wire_name: &str,
        annotations: &[Annotation],
        value_type: ValueType,
        writing: Writing,
    ) {
        let name = lowering.snake(element, wire_name);
        let name = self.names.claim_or(name, "_property");
        let constant = Identifier::forced(&casing::shouty(name.as_str()));
        self.list.push(Field {
            constant: self.constants.claim([constant]),
            name,
            wire_name: wire_name.to_owned(),
            source: element.source_name(),
            doc: line(wire_name, documentation::description(annotations)),
            deprecation: deprecation(annotations),
            value_type,
            writing,
        });
    }

    /// Constants for navigation properties, whose names those of the fields do not have.
    fn navigation(&mut self, lowering: &Lowering<'_>, id: TypeId) -> Vec<NavigationConstant> {
        let properties = lowering.model.navigation_properties(id).into_iter();
        properties
            .map(|(of, property)| {
                let element = Element::NavigationProperty { of: lowering.type_name(of), name: &property.name };
                let name = lowering.snake(&element, &property.name);
                let constant = Identifier::forced(&casing::shouty(name.as_str()));
                NavigationConstant {
                    name: self.constants.claim([constant]),
                    wire_name: property.name.clone(),
                    target: property.type_ref.type_id().and_then(|id| lowering.path(id)).cloned(),
                    deprecation: deprecation(&property.annotations),
                    is_collection: property.type_ref.is_collection,
                }
            })
            .collect()
    }
}
