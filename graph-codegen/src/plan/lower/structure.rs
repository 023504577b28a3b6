//! Plans structs for entity types, complex types and parameters.

use std::borrow::Cow;

use super::{
    fields::{DeclaredType, FieldFacts, Fields},
    planner::Planner,
};
use crate::{
    customization::{Element, ScopeKind},
    edm::{Annotation, Key, Model, OperationId, Parameter, Property, QualifiedName, Type, TypeId, TypeKind},
    facts::Writing,
    naming::Identifier,
    plan::{
        CloudRestriction, QueryOption, Relations, Structure, StructureOrigin, ValueType,
        docs::{deprecation, description, key_docs, long_description, property_docs, unsupported_options},
    },
    selection::{SelectedType, path_syntax::is_optional},
};

/// Plans the struct for an entity or complex type.
pub(super) fn structure(planner: &mut Planner<'_>, id: TypeId, selected: &SelectedType, name: Identifier) -> Structure {
    let model = planner.model;
    let declared = model.type_(id);
    let properties = model.properties(id);
    let key = model.key(id).map(|(_, key)| key);
    let mut fields = Fields::with_capacity(planner, properties.len());
    let mut unselected = 0;
    let mut streams = Vec::new();
    for (of, property) in properties {
        if planner.is_too_large() {
            break;
        }
        if !selected.members.contains(&property.name) {
            unselected += 1;
            continue;
        }
        let Some(value_type) = planner
            .value_type(&property.type_ref, property.nullable)
            .or_else(|| inline_stream(model, declared, property))
        else {
            if model.is_stream(&property.type_ref) {
                // A stream of an entity has requests of its own.
                streams.push(["`", &property.name, "`"].concat());
            }
            continue;
        };
        let of = planner.type_name(of);
        let element = Element::Property { of, name: &property.name };
        let writing = writing(planner, id, &property.name, &property.annotations);
        let annotations = annotations_for(planner.model, id, property);
        let clouds = own_clouds(planner, id, &property.name);
        let is_key = is_key(key, &property.name);
        let is_never_null = !property.type_ref.is_collection && (property.nullable == Some(false) || is_key);
        let declared =
            DeclaredType { type_ref: &property.type_ref, nullable: property.nullable, facets: &property.facets };
        // OData 4.01, part 1, section 11.4.2. Graph declares properties as not nullable that it does not require.
        let is_required = is_never_null
            && !is_key
            && writing != Writing::Never
            && property.facets.default_value().is_none()
            && !model.is_microsoft_graph();
        let annotations = &annotations;
        let facts = FieldFacts { declared, annotations, writing, is_never_null, is_required, is_key, clouds };
        fields.add(planner, &element, &property.name, value_type, facts);
    }
    fields.name(planner);
    let mut docs = type_docs(planner, id, "");
    docs.push(format!("Values are [`Object<{name}>`](rt::Object){}.", key_docs(&fields.list)));
    if unselected > 0 {
        let verb = if unselected == 1 { "property is" } else { "properties are" };
        docs.push(format!("{unselected} declared {verb} not selected."));
    }
    if !streams.is_empty() {
        docs.push(format!("Streams are not fields but have requests of their own: {}.", streams.join(", ")));
    }
    let is_selectable = is_selectable(planner, id);
    let mut relations = relations(planner, id);
    if is_selectable {
        let read_only = fields.list.iter().filter(|field| field.writing != Writing::Always);
        relations.read_only_on_update = read_only.map(|field| field.wire_name.clone()).collect();
        relations.navigation = fields.navigation(planner, id);
        relations.derived_names = derived_names(planner, id, &relations);
    }
    let fields = fields.list;
    let deprecation = deprecation(&declared.annotations);
    let origin = if declared.is_entity() { StructureOrigin::Entity(id) } else { StructureOrigin::Complex(id) };
    let attributes = planner.customizations.attributes(&Element::Type(&declared.name));
    let source = declared.name.to_string();
    let mut planned =
        Structure { name, origin, source, docs, fields, relations, deprecation, attributes, is_selectable };
    if is_selectable {
        let can_expand = !unsupported_options(&declared.annotations).contains(&QueryOption::Expand);
        planned.docs.extend(property_docs(&planned, can_expand));
    }
    planned
}

/// The type of a stream that is sent inline. One in a complex value is, since a complex value has no URL for requests;
/// the items of a collection in an entity are objects with links to the streams (OData JSON 4.01, section 9).
fn inline_stream(model: &Model, declared: &Type, property: &Property) -> Option<ValueType> {
    if !model.has_streams(&property.type_ref) {
        return None;
    }
    let item = ValueType::Runtime(if declared.is_entity() { "Json" } else { "Binary" });
    match (property.type_ref.is_collection, declared.is_entity()) {
        (true, _) => Some(ValueType::List(Box::new(item))),
        (false, true) => None,
        (false, false) => Some(item),
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
    let mut fields = Fields::with_capacity(planner, declared.call_parameters().len());
    for parameter in declared.call_parameters() {
        let Parameter { name, type_ref, nullable, facets, annotations, .. } = parameter;
        let value_type = planner.value_type(type_ref, *nullable).unwrap_or_else(|| {
            let stream = ValueType::Runtime("Binary");
            if type_ref.is_collection { ValueType::List(Box::new(stream)) } else { stream }
        });
        let element = Element::Parameter { on, operation: action, name };
        let of_operation = planner.clouds_of_operation(None, operation);
        let clouds = planner
            .clouds
            .as_ref()
            .zip(of_operation)
            .and_then(|(clouds, of)| CloudRestriction::beside(of, clouds.of_parameter(operation, name)));
        // No response has parameters, and no body sends those that are not set.
        let declared = DeclaredType { type_ref, nullable: *nullable, facets };
        let is_required = *nullable == Some(false) && !type_ref.is_collection && !is_optional(parameter);
        let facts = FieldFacts {
            declared,
            annotations,
            writing: Writing::Always,
            is_never_null: false,
            is_required,
            is_key: false,
            clouds,
        };
        fields.add(planner, &element, name, value_type, facts);
    }
    fields.name(planner);
    planner.report_clashes(&mut fields.constants, ScopeKind::Constants);
    let fields = fields.list;
    let source = format!("{on}/{action}");
    let docs = vec![format!("The parameters of `{source}`."), "Parameters that are `None` are omitted.".to_owned()];
    let origin = StructureOrigin::Parameters(operation);
    let (relations, deprecation) = (Relations::default(), None);
    let attributes = planner.customizations.attributes(&Element::Parameters { on, operation: action });
    let mut planned =
        Structure { name, origin, source, docs, fields, relations, deprecation, attributes, is_selectable: true };
    planned.docs.extend(property_docs(&planned, false));
    planned
}

/// When a body may set a property.
///
/// Annotations of a derived type on an inherited property take precedence.
fn writing(planner: &Planner<'_>, id: TypeId, name: &str, declared: &[Annotation]) -> Writing {
    let key = planner.model.key(id).map(|(_, key)| key);
    let of = if is_key(key, name) { Writing::of_key } else { Writing::of };
    let types = planner.model.lineage(id).filter_map(|(_, of)| of.structured());
    let mut inherited = types.flat_map(|of| &of.inherited_properties).filter(|property| property.name == name);
    let own = inherited.find_map(|property| Some(of(&property.annotations)).filter(|own| *own != Writing::Always));
    own.unwrap_or_else(|| of(declared))
}

/// Whether a property is part of the key, which is never `null`: OData CSDL 4.01, section 6.5.
fn is_key(key: Option<&Key>, name: &str) -> bool {
    key.is_some_and(|key| key.property_refs.iter().any(|part| part.name == name))
}

/// The annotations of a property as a type has it: those that derived types add are more specific, and come first.
fn annotations_for<'m>(model: &'m Model, id: TypeId, property: &'m Property) -> Cow<'m, [Annotation]> {
    let types = model.lineage(id).filter_map(|(_, of)| of.structured());
    let inherited = types.flat_map(|of| &of.inherited_properties).filter(|added| added.name == property.name);
    let mut added = inherited.flat_map(|added| &added.annotations).peekable();
    match added.peek() {
        None => Cow::Borrowed(&property.annotations),
        Some(_) => added.chain(&property.annotations).cloned().collect(),
    }
}

/// The base types of a type, and whether bodies have to name the type.
fn relations(planner: &mut Planner<'_>, id: TypeId) -> Relations {
    let model = planner.model;
    let base = model.lineage(id).nth(1).and_then(|(_, base)| base.structured());
    // Every type is derived from an abstract root, so a type directly below it is not sent.
    let sends_type = base.is_some_and(|base| base.base_type.is_some() || base.is_abstract != Some(true));
    let bases = model.lineage(id).skip(1).filter_map(|(base, _)| planner.path(base).cloned()).collect();
    let navigation_names = navigation_names(planner, id);
    Relations { sends_type, bases, navigation_names, ..Relations::default() }
}

/// The navigation properties that derived types inherit, which queries name without a type. Graph's never name one.
fn navigation_names(planner: &mut Planner<'_>, id: TypeId) -> Vec<String> {
    let model = planner.model;
    if model.is_microsoft_graph() || !model.has_derived_types(id) {
        return Vec::new();
    }
    let properties = model.navigation_properties(id).into_iter();
    let names: Vec<String> = properties.map(|(_, property)| property.name.clone()).collect();
    planner.spend(names.iter().map(|name| name.len() + 4).sum());
    names
}

/// The names of all types derived from a type, with which readers compare the type that an object states.
///
/// A root needs them only for its navigation properties, since objects of all types have its properties. Graph's
/// `entity` has none, and hundreds of derived types.
fn derived_names(planner: &mut Planner<'_>, id: TypeId, relations: &Relations) -> Vec<String> {
    let model = planner.model;
    let is_root = model.lineage(id).nth(1).is_none();
    if is_root && relations.navigation.is_empty() {
        return Vec::new();
    }
    let mut derived = model.derived_types(id);
    model.sort_types(&mut derived);
    let names: Vec<String> = derived.into_iter().map(|id| model.type_(id).name.to_string()).collect();
    planner.spend(names.iter().map(|name| name.len() + 4).sum());
    names
}

/// Whether a type needs constants for queries and bodies; others would only cost compile time.
fn is_selectable(planner: &Planner<'_>, id: TypeId) -> bool {
    planner.queried.contains(&id) || planner.written.contains(&id) || planner.customizations.is_exported()
}

/// The documentation of a type: its description, then its kind and name.
///
/// `details` continue the line with the name.
pub(super) fn type_docs(planner: &Planner<'_>, id: TypeId, details: &str) -> Vec<String> {
    let declared = planner.model.type_(id);
    let kind = match declared.kind {
        TypeKind::Entity(_) => "Entity type",
        TypeKind::Complex(_) => "Complex type",
        TypeKind::Enum(_) => "Enumeration type",
        TypeKind::Definition(_) => "Type definition",
    };
    let name = format!("{kind} `{}`{details}.", declared.name);
    let clouds = planner.cloud_docs(planner.clouds_of_type(id));
    let descriptions = [description(&declared.annotations), long_description(&declared.annotations)];
    descriptions.into_iter().flatten().chain([name]).chain(clouds).collect()
}

/// The clouds that have a property, if others have the type, or if they are not known.
fn own_clouds(planner: &Planner<'_>, id: TypeId, name: &str) -> Option<CloudRestriction> {
    let clouds = planner.clouds.as_ref()?;
    CloudRestriction::beside(clouds.of_type(id)?, clouds.of_member(id, name))
}
