use super::element::Element;
use crate::{
    edm::{Model, OperationId},
    selection::{ResourceShape, ServiceGraph, ShortestPaths},
};

/// Returns selectors that would select an element.
pub(super) fn suggestions(model: &Model, element: &Element<'_>) -> Vec<String> {
    match element {
        Element::Type(id) => {
            let name = &model.type_(*id).name;
            let mut suggestions = vec![format!("`{name}` selects it")];
            if model.type_(*id).is_entity() {
                suggestions.extend(
                    path_to(model, ResourceShape::Entity(*id))
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
            let path = path_to(model, ResourceShape::Entity(*id));
            suggestions.extend(path.map(|path| format!("so does `{path}/{}`", property.name)));
            suggestions
        }
        Element::Operation(id) | Element::Call(id, _) => operation(model, *id),
        Element::Resource(_, path) => vec![format!("`{path}` selects it")],
        Element::Request(_, method, path) => vec![format!("`{path}#{}` selects it", method.http().as_str())],
    }
}

fn operation(model: &Model, id: OperationId) -> Vec<String> {
    let operation = model.operation(id);
    let (Some(on), Some(parameter)) = (operation.binding_type(), operation.binding_parameter()) else {
        let graph = ServiceGraph::new(model);
        let paths = graph.import_paths(id);
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
    let segment = ServiceGraph::new(model).call_segment(id, None);
    suggestions.extend(path_to(model, shape).map(|path| format!("so does `{path}/{segment}`")));
    suggestions
}

fn path_to(model: &Model, shape: ResourceShape) -> Option<String> {
    let graph = ServiceGraph::new(model);
    ShortestPaths::new(&graph).template(shape).map(str::to_owned)
}
