//! The fields and constants of a struct while they are planned.

use super::planner::Planner;
use crate::{
    customization::{Element, ScopeKind},
    edm::{Annotation, Facets, Model, NavigationProperty, TypeId, TypeRef},
    facts::Writing,
    naming::{Cases, Distance, Identifier, Scope, Wanted, constant},
    plan::{
        CloudRestriction, Field, NavigationConstant, ValueType,
        docs::{deprecation, description, with_clouds},
    },
};

/// The type of a property or parameter, as declared.
pub(super) struct DeclaredType<'a> {
    pub(super) type_ref: &'a TypeRef,
    pub(super) nullable: Option<bool>,
    pub(super) facets: &'a Facets,
}

/// What is known of a property or parameter.
pub(super) struct FieldFacts<'a> {
    pub(super) declared: DeclaredType<'a>,
    pub(super) annotations: &'a [Annotation],
    pub(super) writing: Writing,
    pub(super) is_never_null: bool,
    pub(super) is_required: bool,
    pub(super) is_key: bool,
    /// The clouds that have it, if they are not those of its type or operation.
    pub(super) clouds: Option<CloudRestriction>,
}

/// The fields of a struct while they are planned.
pub(super) struct Fields {
    pub(super) list: Vec<Field>,
    /// How far the fields' names are from those in the metadata.
    distances: Vec<Distance>,
    pub(super) constants: Scope,
}

impl Fields {
    pub(super) fn with_capacity(planner: &Planner<'_>, capacity: usize) -> Self {
        Self {
            list: Vec::with_capacity(capacity),
            distances: Vec::with_capacity(capacity),
            constants: planner.scope(&[]).with_room_for(capacity),
        }
    }

    pub(super) fn add(
        &mut self,
        planner: &mut Planner<'_>,
        element: &Element<'_>,
        wire_name: &str,
        value_type: ValueType,
        facts: FieldFacts<'_>,
    ) {
        let FieldFacts { declared, annotations, writing, is_never_null, is_required, is_key, clouds } = facts;
        // A field has a line of documentation, and lines in the struct, its reader and its writer.
        const LINES: usize = 100;
        planner.spend(LINES + 4 * wire_name.len());
        let Cases { snake, constant, distance } = planner.cases(element, wire_name);
        self.list.push(Field {
            attributes: planner.customizations.attributes(element),
            constant,
            name: snake,
            wire_name: wire_name.to_owned(),
            source: element.source_name(),
            docs: vec![with_clouds(element_doc(wire_name, description(annotations)), clouds)],
            max_length: max_length(planner.model, &declared),
            edm_type: declared.type_ref.clone(),
            nullable: declared.nullable,
            is_key,
            deprecation: deprecation(annotations),
            value_type,
            writing,
            is_never_null,
            is_required,
        });
        self.distances.push(distance);
    }

    /// Names the fields and their constants.
    ///
    /// The name `extra` is not available, since the runtime's `Object` has such a field and would hide it.
    pub(super) fn name(&mut self, planner: &Planner<'_>) {
        let Self { list, distances, constants } = self;
        let all = wanted(list, distances, |field| &field.name);
        let mut scope = planner.scope(&["extra"]);
        let names = scope.claim_all(all, "_property", |at| list[at].source.clone());
        planner.report_clashes(&mut scope, ScopeKind::Fields);
        for (field, name) in list.iter_mut().zip(names) {
            if field.name != name {
                field.constant = constant(&name);
                field.name = name;
            }
        }
        let all = wanted(list, distances, |field| &field.constant);
        let names = constants.claim_all(all, "", |at| list[at].source.clone());
        for (field, constant) in list.iter_mut().zip(names) {
            field.constant = constant;
        }
    }

    /// Plans constants for navigation properties, with names that differ from those for the fields.
    pub(super) fn navigation(&mut self, planner: &Planner<'_>, id: TypeId) -> Vec<NavigationConstant> {
        let properties = planner.model.navigation_properties(id);
        let wanted = properties.iter().map(|(of, property)| {
            let element = Element::NavigationProperty { of: planner.type_name(*of), name: &property.name };
            let Cases { constant, distance, .. } = planner.cases(&element, &property.name);
            (property.name.as_str(), Wanted { identifier: constant, distance })
        });
        let source = |(of, property): &(TypeId, &NavigationProperty)| {
            Element::NavigationProperty { of: planner.type_name(*of), name: &property.name }.source_name()
        };
        let names = self.constants.claim_all(wanted.collect(), "", |at| source(&properties[at]));
        planner.report_clashes(&mut self.constants, ScopeKind::Constants);
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

/// The names that fields want, each with the name in the metadata.
fn wanted<'f>(
    fields: &'f [Field],
    distances: &[Distance],
    name: impl Fn(&Field) -> &Identifier,
) -> Vec<(&'f str, Wanted)> {
    let wanted = fields.iter().zip(distances).map(|(field, distance)| {
        (field.wire_name.as_str(), Wanted { identifier: name(field).clone(), distance: *distance })
    });
    wanted.collect()
}

/// The maximum length of a value, which its type definition may have.
fn max_length(model: &Model, declared: &DeclaredType<'_>) -> Option<u32> {
    let own = declared.facets.max_length();
    own.or_else(|| model.definition_facets(&declared.type_ref.item).find_map(Facets::max_length))?.parse().ok()
}

pub(super) fn element_doc(wire_name: &str, description: Option<String>) -> String {
    match description {
        Some(description) => ["`", wire_name, "`: ", &description].concat(),
        None => ["`", wire_name, "`"].concat(),
    }
}

fn navigation_doc(planner: &Planner<'_>, property: &NavigationProperty) -> String {
    let target = property.type_ref.type_id().map(|id| format!(" (`{}`)", planner.type_name(id))).unwrap_or_default();
    match description(&property.annotations) {
        Some(description) => format!("Navigation property `{}`{target}: {description}", property.name),
        None => format!("Navigation property `{}`{target}.", property.name),
    }
}
