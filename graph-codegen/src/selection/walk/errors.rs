//! What to say of a name that leads nowhere.

use super::At;
use crate::{
    diagnostic::{Code, Diagnostic, closest},
    selection::{ResourceShape, Route, member::bound_elsewhere},
};

impl At<'_, '_> {
    pub(super) fn unknown(&self, route: &Route, shape: ResourceShape, name: &str) -> Diagnostic {
        let at_system_name = name.starts_with('$').then(|| self.no_system_name(route, name));
        at_system_name
            .or_else(|| self.is_primitive(shape, name))
            .or_else(|| self.other_number(route, shape, name))
            .or_else(|| self.no_type(name))
            .or_else(|| bound_elsewhere(name, &self.surroundings.shape_name(shape), self.span, self.surroundings))
            .unwrap_or_else(|| self.no_member(shape, name))
    }

    fn no_system_name(&self, route: &Route, name: &str) -> Diagnostic {
        let path = &route.template;
        match name {
            "$count" => self.refuse(format!("`{path}` is no collection, so there is nothing to count")),
            "$value" => self.refuse(format!("`{path}` is a collection and has no `$value`")),
            "$ref" => self.refuse(format!("`{path}` is no navigation property, so there is no reference to it")),
            _ => Diagnostic::error(Code::Unsupported, format!("`{name}` is not generated")).at(self.span),
        }
    }

    fn is_primitive(&self, shape: ResourceShape, name: &str) -> Option<Diagnostic> {
        let ResourceShape::Entity(id) = shape else { return None };
        self.surroundings.model().property(id, name)?;
        let message = format!("`{name}` is a primitive property; a path to one is not generated");
        let owner = &self.surroundings.model().type_(id).name;
        let help = format!("read the entity, or trim it: `{owner}::{{{name}}}`");
        Some(Diagnostic::error(Code::Unsupported, message).at(self.span).help(help))
    }

    /// A member of the entity where the path is at the collection, or the other way round.
    fn other_number(&self, route: &Route, shape: ResourceShape, name: &str) -> Option<Diagnostic> {
        let (id, model) = (shape.entity_type(), self.surroundings.model());
        let simple = name.rsplit('.').next().unwrap_or(name);
        let has_operation =
            |on| self.surroundings.operations_on(on).iter().any(|(_, operation)| operation.name.name() == simple);
        match shape {
            ResourceShape::Collection(_) if model.type_(id).is_entity() => {
                self.is_member_of_entity(id, name).then(|| {
                    let way = &route.template;
                    let placeholder = self.surroundings.key_placeholder(id);
                    self.refuse(format!("`{name}` belongs to one entity, not to the collection `{way}`"))
                        .help(format!("add the key: `{way}/{{{placeholder}}}/{name}`"))
                })
            }
            ResourceShape::Collection(_) => None,
            ResourceShape::Entity(_) => has_operation(ResourceShape::Collection(id)).then(|| {
                let collection = route.template.rsplit_once('/').map_or("", |(collection, _)| collection);
                self.refuse(format!("`{name}` belongs to the collection, not to one entity"))
                    .help(format!("leave the key away: `{collection}/{name}`"))
            }),
        }
    }

    fn no_type(&self, name: &str) -> Option<Diagnostic> {
        let (_, simple) = name.rsplit_once('.')?;
        let model = self.surroundings.model();
        let is_operation = model.operations().any(|(_, operation)| operation.name.name() == simple);
        let diagnostic = self.refuse(format!("there is no type or operation `{name}` in the metadata"));
        let names = || model.types().map(|(_, found)| found.name.as_str());
        let by_simple = || names().find(|full| full.rsplit('.').next() == Some(simple));
        match closest(name, names()).or_else(by_simple) {
            _ if is_operation => None,
            Some(suggestion) => Some(diagnostic.help(format!("did you mean `{suggestion}`?"))),
            None => Some(diagnostic),
        }
    }

    fn no_member(&self, shape: ResourceShape, name: &str) -> Diagnostic {
        let (id, model) = (shape.entity_type(), self.surroundings.model());
        let operations = self.surroundings.operations_on(shape);
        let names = operations
            .iter()
            .map(|(_, operation)| operation.name.name())
            .chain(model.navigation_properties(id).into_iter().map(|(_, property)| property.name.as_str()));
        let type_name = self.surroundings.shape_name(shape);
        let diagnostic = self.refuse(format!("`{name}` is no navigation property or operation of `{type_name}`"));
        match closest(name, names) {
            Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
            None => match self.on_derived(shape, name) {
                Some(cast) => diagnostic.help(format!("a derived type has it: write `{cast}/{name}`")),
                None => diagnostic,
            },
        }
    }

    /// The cast to the first derived type, by name, that has a member.
    fn on_derived(&self, shape: ResourceShape, name: &str) -> Option<String> {
        let model = self.surroundings.model();
        let mut having: Vec<_> = model
            .derived_types(shape.entity_type())
            .into_iter()
            .filter(|id| matches!(shape, ResourceShape::Entity(_)) && model.navigation_property(*id, name).is_some())
            .collect();
        having.sort_by_key(|id| &model.type_(*id).name);
        having.first().map(|id| self.surroundings.cast_segment(*id))
    }
}
