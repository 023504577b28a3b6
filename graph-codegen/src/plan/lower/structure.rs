//! Plans structs for entity types, complex types and parameters.

use super::planner::Planner;
use crate::{
    customization::Element,
    diagnostic::{Code, Diagnostic},
    edm::{
        Annotation, ItemType, NavigationProperty, OperationId, Parameter, Primitive, Property, QualifiedName, Type,
        TypeId, TypeKind,
    },
    facts::Writing,
    naming::{Identifier, Scope, Wanted, shouty},
    plan::{
        Field, NavigationConstant, Relations, Structure, StructureOrigin, ValueType,
        docs::{deprecation, description},
    },
    selection::SelectedType,
};

/// Plans the struct for an entity or complex type.
pub(super) fn structure(planner: &mut Planner<'_>, id: TypeId, selected: &SelectedType, name: Identifier) -> Structure {
    let model = planner.model;
    let declared = model.type_(id);
    let mut fields = Fields::new();
    let mut unselected = Vec::new();
    for (of, property) in model.properties(id) {
        if planner.is_too_large() {
            break;
        }
        if !selected.members.contains(&property.name) {
            unselected.push(property.name.as_str());
            continue;
        }
        let Some(mut value_type) = planner.value_type(&property.type_ref).or_else(|| inline_stream(declared, property))
        else {
            // A stream of an entity has requests of its own.
            if property.type_ref.is_collection {
                let message =
                    format!("`{}` of `{}` is omitted: it is a collection of streams", property.name, declared.name);
                let diagnostic = Diagnostic::warning(Code::Unsupported, message).at(property.span);
                planner.diagnostics.push(diagnostic);
            }
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
    fields.name();
    let mut docs = type_docs(planner, id);
    docs.push(format!(
        "Values are [`Object<{name}>`](rt::Object), which derefs to this struct and keeps undeclared properties in \
         `extra`."
    ));
    if !unselected.is_empty() {
        let verb = if unselected.len() == 1 { "property is" } else { "properties are" };
        docs.push(format!("{} declared {verb} not selected.", unselected.len()));
    }
    let streams: Vec<String> = model
        .properties(id)
        .iter()
        .filter(|(_, property)| {
            property.type_ref.item == ItemType::Primitive(Primitive::Stream)
                && !property.type_ref.is_collection
                && declared.is_entity()
                && selected.members.contains(&property.name)
        })
        .map(|(_, property)| format!("`{}`", property.name))
        .collect();
    if !streams.is_empty() {
        docs.push(format!("Streams are not fields but have requests of their own: {}.", streams.join(", ")));
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

/// The type of a stream in a complex value, which is sent inline: a complex value has no URL for requests.
fn inline_stream(declared: &Type, property: &Property) -> Option<ValueType> {
    let is_stream = property.type_ref.item == ItemType::Primitive(Primitive::Stream);
    let binary = ValueType::Runtime("Binary");
    match property.type_ref.is_collection {
        _ if !is_stream || declared.is_entity() => None,
        true => Some(ValueType::List(Box::new(binary))),
        false => Some(binary),
    }
}

/// Plans the struct for an action's parameters.
///
/// Customizations use the names `on` and `action`: the type and the action's name, or the container and the import's
/// name.
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
    fields.name();
    let fields = fields.list;
    let source = format!("{on}/{action}");
    let docs = vec![format!("The parameters of `{source}`."), "Parameters that are `None` are omitted.".to_owned()];
    let origin = StructureOrigin::Parameters(operation);
    let (relations, deprecation) = (Relations::default(), None);
    let attributes = planner.customizations.attributes(&Element::Parameters { on, operation: action });
    Structure { name, origin, source, docs, fields, relations, deprecation, attributes, is_selectable: false }
}

/// When a body may set a property.
///
/// Annotations of a derived type on an inherited property take precedence.
fn writing(planner: &Planner<'_>, id: TypeId, name: &str, declared: &[Annotation]) -> Writing {
    let types = planner.model.lineage(id).filter_map(|(_, of)| of.structured());
    let mut inherited = types.flat_map(|of| &of.inherited_properties).filter(|property| property.name == name);
    let own =
        inherited.find_map(|property| Some(Writing::of(&property.annotations)).filter(|own| *own != Writing::Always));
    own.unwrap_or_else(|| Writing::of(declared))
}

/// The base types of a type, and whether bodies have to name the type.
fn relations(planner: &Planner<'_>, id: TypeId) -> Relations {
    let model = planner.model;
    let base = model.lineage(id).nth(1).and_then(|(_, base)| base.structured());
    // Every type is derived from an abstract root, so a type directly below it is not sent.
    let sends_type = base.is_some_and(|base| base.base_type.is_some() || base.is_abstract != Some(true));
    let bases = model.lineage(id).skip(1).filter_map(|(base, _)| planner.path(base).cloned()).collect();
    Relations { sends_type, bases, ..Relations::default() }
}

/// Whether a type needs constants for queries and bodies; others would only cost compile time.
fn is_selectable(planner: &Planner<'_>, id: TypeId) -> bool {
    planner.queried.contains(&id) || planner.written.contains(&id)
}

/// The documentation of a type: its description, then its kind and name.
pub(super) fn type_docs(planner: &Planner<'_>, id: TypeId) -> Vec<String> {
    let declared = planner.model.type_(id);
    let kind = match declared.kind {
        TypeKind::Entity(_) => "Entity type",
        TypeKind::Complex(_) => "Complex type",
        TypeKind::Enum(_) => "Enumeration type",
        TypeKind::Definition(_) => "Type definition",
    };
    let name = format!("{kind} `{}`.", declared.name);
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
    let target = property.type_ref.type_id().map(|id| format!(" (`{}`)", planner.type_name(id))).unwrap_or_default();
    match description(&property.annotations) {
        Some(description) => format!("Navigation property `{}`{target}: {description}", property.name),
        None => format!("Navigation property `{}`{target}.", property.name),
    }
}

/// The fields of a struct while they are planned.
struct Fields {
    list: Vec<Field>,
    /// The names that the fields want.
    wanted: Vec<Wanted>,
    constants: Scope,
}

impl Fields {
    fn new() -> Self {
        Self { list: Vec::new(), wanted: Vec::new(), constants: Scope::default() }
    }

    fn add(
        &mut self,
        planner: &mut Planner<'_>,
        element: &Element<'_>,
        wire_name: &str,
        annotations: &[Annotation],
        value_type: ValueType,
        writing: Writing,
    ) {
        // A field has a line of documentation, and lines in the struct, its reader and its writer.
        const LINES: usize = 100;
        planner.spend(LINES + 4 * wire_name.len());
        let wanted = planner.wanted(element, wire_name);
        self.list.push(Field {
            attributes: planner.customizations.attributes(element),
            constant: wanted.identifier.clone(),
            name: wanted.identifier.clone(),
            wire_name: wire_name.to_owned(),
            source: element.source_name(),
            doc: element_doc(wire_name, description(annotations)),
            deprecation: deprecation(annotations),
            value_type,
            writing,
        });
        self.wanted.push(wanted);
    }

    /// Names the fields and their constants.
    ///
    /// The name `extra` is not available, since the runtime's `Object` has such a field and would hide it.
    fn name(&mut self) {
        let sources = self.list.iter().map(|field| field.wire_name.as_str());
        let wanted = sources.zip(std::mem::take(&mut self.wanted)).collect();
        let names = Scope::with(&["extra"]).claim_all(wanted, "_property");
        for (field, name) in self.list.iter_mut().zip(names) {
            field.constant = Identifier::forced(&shouty(name.as_str()));
            field.name = name;
        }
        let sources = self.list.iter().map(|field| field.wire_name.as_str());
        let wanted = |field: &Field| Wanted::default(field.name.as_str(), field.constant.clone());
        let constants = self.constants.claim_all(sources.zip(self.list.iter().map(wanted)).collect(), "");
        for (field, constant) in self.list.iter_mut().zip(constants) {
            field.constant = constant;
        }
    }

    /// Plans constants for navigation properties, with names that differ from those for the fields.
    fn navigation(&mut self, planner: &Planner<'_>, id: TypeId) -> Vec<NavigationConstant> {
        let properties = planner.model.navigation_properties(id);
        let wanted = properties.iter().map(|(of, property)| {
            let element = Element::NavigationProperty { of: planner.type_name(*of), name: &property.name };
            let Wanted { identifier, distance } = planner.wanted(&element, &property.name);
            let identifier = Identifier::forced(&shouty(identifier.as_str()));
            (property.name.as_str(), Wanted { identifier, distance })
        });
        let names = self.constants.claim_all(wanted.collect(), "");
        let properties = properties.into_iter().zip(names);
        properties
            .map(|((_, property), name)| NavigationConstant {
                name,
                doc: navigation_doc(planner, property),
                wire_name: property.name.clone(),
                target: property.type_ref.type_id().and_then(|id| planner.path(id)).cloned(),
                deprecation: deprecation(&property.annotations),
                is_collection: property.type_ref.is_collection,
            })
            .collect()
    }
}
