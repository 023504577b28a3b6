//! Names that are not declared as they are written: in another case, or misspelt.

use super::Cursor;
use crate::{
    diagnostic::closest_within,
    edm::{TypeId, TypeRef},
    selection::graph::ResourceShape,
};

impl Cursor<'_, '_> {
    /// The declared name that differs only in case, if there is exactly one.
    ///
    /// Graph ignores case, and its documentation is not consistent.
    pub(super) fn in_other_case(&self, shape: ResourceShape, name: &str) -> Option<String> {
        let mut found: Vec<String> =
            self.names(shape, name).into_iter().filter(|known| known.eq_ignore_ascii_case(name)).collect();
        found.sort_unstable();
        found.dedup();
        found.pop().filter(|declared| found.is_empty() && declared != name)
    }

    /// The declared name that a name after a collection most likely means.
    ///
    /// The names of members of its entities count too, since a key may be missing.
    pub(super) fn misspelt(&self, shape: ResourceShape, name: &str) -> Option<String> {
        let (id, graph) = (shape.entity_type(), self.graph());
        let mut names = self.names(shape, name);
        if matches!(shape, ResourceShape::Collection(_)) && !name.contains('.') {
            let operations = graph.operations_on(ResourceShape::Entity(id));
            names.extend(operations.iter().map(|(_, operation)| operation.name.name().to_owned()));
            let navigation = graph.model().navigation_properties(id);
            names.extend(navigation.iter().map(|(_, property)| property.name.clone()));
        }
        // A key can be any text, so it has to be very similar.
        let allowed = match name.chars().count() {
            0..=3 => 0,
            4..=8 => 1,
            _ => 2,
        };
        closest_within(name, names.iter().map(String::as_str), allowed).map(str::to_owned)
    }

    /// Whether a name is one of a type or an operation, since it has a namespace of the metadata or an alias.
    pub(super) fn is_qualified(&self, name: &str) -> bool {
        let Some((prefix, _)) = name.rsplit_once('.') else { return false };
        self.graph().model().schemas().iter().any(|schema| {
            schema.namespace.eq_ignore_ascii_case(prefix)
                || schema.alias.as_deref().is_some_and(|alias| alias.eq_ignore_ascii_case(prefix))
        })
    }

    /// The properties of a type that paths can go through: all but primitive values.
    fn property_segments(&self, id: TypeId) -> Vec<String> {
        let model = self.graph().model();
        let properties = model.properties(id);
        let is_segment = |of: &TypeRef| of.type_id().is_some() || model.has_streams(of);
        let segments = properties.iter().filter(|(_, property)| is_segment(&property.type_ref));
        segments.map(|(_, property)| property.name.clone()).collect()
    }

    /// Some of the names that can follow an entity, for a message.
    pub(super) fn examples(&self, id: TypeId) -> Option<String> {
        const SHOWN: usize = 5;
        let mut names = self.property_segments(id);
        names.extend(self.graph().model().navigation_properties(id).iter().map(|(_, property)| property.name.clone()));
        let operations = self.graph().operations_on(ResourceShape::Entity(id));
        names.extend(operations.iter().map(|(_, operation)| operation.name.name().to_owned()));
        let more = names.len().saturating_sub(SHOWN);
        let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
        match (shown.is_empty(), more) {
            (true, _) => None,
            (false, 0) => Some(shown.join(", ")),
            (false, more) => Some(format!("{} and {more} more", shown.join(", "))),
        }
    }

    /// The names that can follow a resource, qualified as `like` is.
    fn names(&self, shape: ResourceShape, like: &str) -> Vec<String> {
        let (id, model) = (shape.entity_type(), self.graph().model());
        let operations = self.graph().operations_on(shape);
        let Some((prefix, _)) = like.rsplit_once('.') else {
            let mut names: Vec<String> =
                operations.iter().map(|(_, operation)| operation.name.name().to_owned()).collect();
            names.extend(["$count", "$ref", "$value"].map(str::to_owned));
            if matches!(shape, ResourceShape::Entity(_)) {
                names.extend(model.navigation_properties(id).iter().map(|(_, property)| property.name.clone()));
                names.extend(self.property_segments(id));
            }
            return names;
        };
        let of_schema = model.schemas().iter().filter(|schema| {
            schema.namespace.eq_ignore_ascii_case(prefix)
                || schema.alias.as_deref().is_some_and(|alias| alias.eq_ignore_ascii_case(prefix))
        });
        let mut names = Vec::new();
        for schema in of_schema {
            // With the prefix as declared.
            let declared = match &schema.alias {
                Some(alias) if alias.eq_ignore_ascii_case(prefix) => alias,
                _ => &schema.namespace,
            };
            let operations = operations.iter().map(|(_, operation)| &operation.name);
            let types = model.derived_types(id);
            let types = types.iter().map(|id| &model.type_(*id).name);
            let inside = operations.chain(types).filter(|name| name.namespace() == schema.namespace);
            names.extend(inside.map(|name| format!("{declared}.{}", name.name())));
        }
        names
    }
}
