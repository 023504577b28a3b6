//! Diagnostics for segments that are not found.

use super::Cursor;
use crate::{
    diagnostic::{Code, Diagnostic, Span, closest},
    edm::{ItemType, TypeId},
    selection::graph::{PathId, ResourceShape, ServiceGraph, Step},
};

impl Cursor<'_, '_> {
    pub(super) fn unknown(&self, path: PathId, shape: ResourceShape, name: &str) -> Diagnostic {
        let system = name.starts_with('$').then(|| self.no_system_name(path, name));
        let misspelt = || self.misspelt(shape, name).map(|declared| self.no_such(shape, name, &declared));
        system
            .or_else(|| self.is_primitive(shape, name))
            .or_else(|| self.has_no_target(shape, name))
            .or_else(|| self.other_multiplicity(path, shape, name))
            .or_else(|| bound_elsewhere(name, &self.graph().shape_name(shape), self.span, self.graph()))
            .or_else(|| self.unqualified_cast(shape, name))
            .or_else(misspelt)
            .or_else(|| self.no_type(name))
            .unwrap_or_else(|| self.no_member(shape, name))
    }

    fn no_system_name(&self, path: PathId, name: &str) -> Diagnostic {
        let path = self.arena.template(path);
        match name {
            "$count" => self.error(format!("`{path}` is not a collection and has no `$count`")),
            "$value" => self.error(format!("`{path}` is a collection and has no `$value`")),
            "$ref" => self.error(format!("`{path}` is not a navigation property and has no `$ref`")),
            _ => Diagnostic::error(Code::Unsupported, format!("requests for `{name}` are not supported")).at(self.span),
        }
    }

    fn no_such(&self, shape: ResourceShape, name: &str, declared: &str) -> Diagnostic {
        let type_name = self.graph().shape_name(shape);
        let diagnostic = match name.contains('.') {
            true => self.error(format!("`{type_name}` has no derived type or operation `{name}`")),
            false => self.error(format!("`{type_name}` has no navigation property or operation `{name}`")),
        };
        let of_entity =
            matches!(shape, ResourceShape::Collection(_)) && self.is_member_of_entity(shape.entity_type(), declared);
        match of_entity {
            true => diagnostic.help(format!("did you mean `{declared}`, after the key of an entity?")),
            false => diagnostic.help(format!("did you mean `{declared}`?")),
        }
    }

    fn is_primitive(&self, shape: ResourceShape, name: &str) -> Option<Diagnostic> {
        let ResourceShape::Entity(id) = shape else { return None };
        self.graph().model().property(id, name)?;
        let message = format!("paths to primitive properties such as `{name}` are not supported");
        let owner = &self.graph().model().type_(id).name;
        let help = format!("read the entity, or trim it: `{owner}::{{{name}}}`");
        Some(Diagnostic::error(Code::Unsupported, message).at(self.span).help(help))
    }

    /// The diagnostic for a navigation property to entities of any type, or of one that was not given.
    fn has_no_target(&self, shape: ResourceShape, name: &str) -> Option<Diagnostic> {
        let ResourceShape::Entity(id) = shape else { return None };
        let (_, property) = self.graph().model().navigation_property(id, name)?;
        let target = match &property.type_ref.item {
            ItemType::Primitive(primitive) => primitive.as_str(),
            ItemType::Declared(_) | ItemType::External(_) => return None,
        };
        let message = format!("paths along `{name}` are not supported, because it leads to `{target}`");
        Some(Diagnostic::error(Code::Unsupported, message).at(self.span))
    }

    /// The diagnostic for a member of the entity after a collection, or of the collection after an entity.
    fn other_multiplicity(&self, path: PathId, shape: ResourceShape, name: &str) -> Option<Diagnostic> {
        let (id, model) = (shape.entity_type(), self.graph().model());
        let simple = name.rsplit('.').next().unwrap_or(name);
        let has_operation =
            |on| self.graph().operations_on(on).iter().any(|(_, operation)| operation.name.name() == simple);
        match shape {
            ResourceShape::Collection(_) if model.type_(id).is_entity() => {
                self.is_member_of_entity(id, name).then(|| {
                    let collection = self.arena.template(path);
                    let key = self.graph().key_segment(id);
                    self.error(format!("`{name}` belongs to one entity, not to the collection `{collection}`"))
                        .help(format!("add the key: `{collection}{key}/{name}`"))
                })
            }
            ResourceShape::Collection(_) => None,
            ResourceShape::Entity(_) => has_operation(ResourceShape::Collection(id)).then(|| {
                let message = format!("`{name}` belongs to the collection, not to one entity");
                let diagnostic = self.error(message);
                let template = self.arena.template(path);
                match self.arena.steps_backwards(path).next() {
                    Some(Step::Key { .. }) => {
                        let collection = template.strip_suffix(&self.graph().key_segment(id)).unwrap_or_default();
                        diagnostic.help(format!("omit the key: `{collection}/{name}`"))
                    }
                    _ => match self.collection_with(id, simple) {
                        Some(property) => diagnostic.help(format!("did you mean `{template}/{property}/{name}`?")),
                        None => diagnostic.help(format!("`{template}` is not reached by a key")),
                    },
                }
            }),
        }
    }

    /// The first navigation property of a type to a collection that has an operation.
    fn collection_with(&self, id: TypeId, operation: &str) -> Option<&str> {
        let graph = self.graph();
        let properties = graph.model().navigation_properties(id);
        properties.into_iter().map(|(_, property)| property).find_map(|property| {
            let to = graph.target(property).filter(|to| matches!(to, ResourceShape::Collection(_)))?;
            let has = graph.operations_on(to).iter().any(|(_, found)| found.name.name() == operation);
            has.then_some(property.name.as_str())
        })
    }

    /// The diagnostic for the name of a derived type without its namespace, which only operations can omit.
    fn unqualified_cast(&self, shape: ResourceShape, name: &str) -> Option<Diagnostic> {
        let model = self.graph().model();
        let is_named = |id: &TypeId| model.type_(*id).name.name().eq_ignore_ascii_case(name);
        let mut named: Vec<_> = model.derived_types(shape.entity_type()).into_iter().filter(is_named).collect();
        model.sort_types(&mut named);
        let cast = self.graph().cast_segment(*named.first()?);
        let type_name = self.graph().shape_name(shape);
        let message = format!("`{type_name}` has no navigation property or operation `{name}`, but a derived type");
        Some(self.error(message).help(format!("a cast has the namespace of its type: `{cast}`")))
    }

    fn no_type(&self, name: &str) -> Option<Diagnostic> {
        let (_, simple) = name.rsplit_once('.')?;
        let model = self.graph().model();
        let is_operation = model.operations().any(|(_, operation)| operation.name.name() == simple);
        let diagnostic = self.error(format!("there is no type or operation `{name}` in the metadata"));
        let names = || model.types().map(|(_, found)| found.name.as_str());
        let by_simple = || names().find(|full| full.rsplit('.').next() == Some(simple));
        match closest(name, names()).or_else(by_simple) {
            _ if is_operation => None,
            Some(suggestion) => Some(diagnostic.help(format!("did you mean `{suggestion}`?"))),
            None => Some(diagnostic),
        }
    }

    fn no_member(&self, shape: ResourceShape, name: &str) -> Diagnostic {
        let (id, model) = (shape.entity_type(), self.graph().model());
        let operations = self.graph().operations_on(shape);
        let names = operations
            .iter()
            .map(|(_, operation)| operation.name.name())
            .chain(model.navigation_properties(id).into_iter().map(|(_, property)| property.name.as_str()));
        let type_name = self.graph().shape_name(shape);
        let diagnostic = self.error(format!("`{type_name}` has no navigation property or operation `{name}`"));
        match closest(name, names) {
            Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
            None => match self.on_derived(shape, name) {
                Some(cast) => diagnostic.help(format!("cast to a derived type that has it: `{cast}/{name}`")),
                None => diagnostic,
            },
        }
    }

    /// The cast to the first derived type that has a member.
    fn on_derived(&self, shape: ResourceShape, name: &str) -> Option<String> {
        let model = self.graph().model();
        let mut having: Vec<_> = model
            .derived_types(shape.entity_type())
            .into_iter()
            .filter(|id| matches!(shape, ResourceShape::Entity(_)) && model.navigation_property(*id, name).is_some())
            .collect();
        model.sort_types(&mut having);
        having.first().map(|id| self.graph().cast_segment(*id))
    }
}

/// The diagnostic for an operation that is bound to other types; `None` if there is no such operation.
pub(crate) fn bound_elsewhere(name: &str, type_name: &str, span: Span, graph: &ServiceGraph<'_>) -> Option<Diagnostic> {
    const SHOWN: usize = 5;
    let model = graph.model();
    let mut bound: Vec<String> = model
        .operations()
        .filter(|(_, operation)| operation.name.name() == name || operation.name.as_str() == name)
        .filter_map(|(_, operation)| Some(format!("`{}`", model.type_(operation.binding_type()?).name)))
        .collect();
    bound.sort();
    bound.dedup();
    if bound.is_empty() {
        return None;
    }
    let more = if bound.len() > SHOWN { format!(" and {} more", bound.len() - SHOWN) } else { String::new() };
    bound.truncate(SHOWN);
    let message = format!("the operation `{name}` is not bound to `{type_name}`");
    Some(
        Diagnostic::error(Code::SelectorUnknown, message)
            .at(span)
            .help(format!("it is bound to {}{more}", bound.join(", "))),
    )
}

/// An operation that has the right type, but is not available at the end of a path.
pub(crate) fn not_bound(name: &str, path: &str) -> Diagnostic {
    let message = format!("`{name}` is not available at `{path}`: it requires an explicit binding");
    let help = "it is available where an annotation `Org.OData.Core.V1.ExplicitOperationBindings` names it";
    Diagnostic::error(Code::SelectorUnknown, message).help(help)
}
