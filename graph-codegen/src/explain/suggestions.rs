use std::cell::OnceCell;

use super::element::Element;
use crate::{
    edm::OperationId,
    selection::{ResourceShape, ServiceGraph, ShortestPaths},
};

/// Finds selectors that would select elements.
pub(super) struct Suggestions<'g> {
    graph: &'g ServiceGraph<'g>,
    /// Made when it is needed.
    paths: OnceCell<ShortestPaths<'g>>,
}

impl<'g> Suggestions<'g> {
    pub(super) fn new(graph: &'g ServiceGraph<'g>) -> Self {
        Self { graph, paths: OnceCell::new() }
    }

    /// Returns selectors that would select an element.
    pub(super) fn of(&self, element: &Element<'_>) -> Vec<String> {
        let model = self.graph.model();
        match element {
            Element::Type(id) => {
                let name = &model.type_(*id).name;
                let mut suggestions = vec![format!("`{name}` selects it")];
                if model.type_(*id).is_entity() {
                    suggestions.extend(
                        self.path_to(ResourceShape::Entity(*id))
                            .map(|path| format!("`{path}` selects it with its GET request")),
                    );
                }
                suggestions
            }
            Element::Property(id, property) => vec![
                format!("`{}` selects it with all other properties", model.type_(*id).name),
                format!("`{}::{{{}}}` selects it alone", model.type_(*id).name, property.name),
            ],
            Element::NavigationProperty(id, property) => {
                let mut suggestions = vec![format!("`{}/{}` selects it", model.type_(*id).name, property.name)];
                let path = self.path_to(ResourceShape::Entity(*id));
                suggestions.extend(path.map(|path| format!("so does `{path}/{}`", property.name)));
                suggestions
            }
            Element::Operation(id) | Element::Call(id, _) => self.operation(*id),
            Element::Resource(_, path) => vec![format!("`{path}` selects it")],
            Element::Request(_, method, path) => vec![format!("`{path}#{}` selects it", method.http().as_str())],
        }
    }

    fn operation(&self, id: OperationId) -> Vec<String> {
        let model = self.graph.model();
        let operation = model.operation(id);
        let bound = operation.binding_type().filter(|on| model.type_(*on).structured().is_some());
        let (Some(on), Some(parameter)) = (bound, operation.binding_parameter()) else {
            if operation.is_bound() {
                return vec!["no requests are generated for operations that are bound to such a type".to_owned()];
            }
            let paths = self.graph.import_paths(id);
            return match paths.is_empty() {
                true => vec!["it is unbound, and the service does not import it".to_owned()],
                false => paths.iter().map(|path| format!("`{path}` selects it")).collect(),
            };
        };
        let name = operation.name.name();
        let shape = match parameter.type_ref.is_collection {
            true => ResourceShape::Collection(on),
            false => ResourceShape::Entity(on),
        };
        let mut suggestions = vec![format!("`{}/{name}` selects it", model.type_(on).name)];
        let segment = self.graph.call_segment(id, None);
        suggestions.extend(self.path_to(shape).map(|path| format!("so does `{path}/{segment}`")));
        suggestions
    }

    fn path_to(&self, shape: ResourceShape) -> Option<String> {
        let paths = self.paths.get_or_init(|| ShortestPaths::new(self.graph));
        paths.template(shape).map(str::to_owned)
    }
}
