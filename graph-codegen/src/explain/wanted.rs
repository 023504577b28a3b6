use super::subject::Subject;
use crate::{
    edm::{Model, OperationId},
    selection::{ResourceShape, ServiceGraph, ShortestPaths},
};

/// Selectors that would select an element.
pub(super) fn wanted(model: &Model, subject: &Subject<'_>) -> Vec<String> {
    match subject {
        Subject::Type(id) => {
            let name = &model.type_(*id).name;
            let mut wanted = vec![format!("`{name}` selects it")];
            if model.type_(*id).is_entity() {
                wanted.extend(
                    path_to(model, ResourceShape::Entity(*id))
                        .map(|path| format!("`{path}` selects it with the requests on the way to it")),
                );
            }
            wanted
        }
        Subject::Property(id, property) => vec![
            format!("`{}` selects it with all other properties", model.type_(*id).name),
            format!("`{}::{{{}}}` selects it alone", model.type_(*id).name, property.name),
        ],
        Subject::NavigationProperty(id, property) => {
            let mut wanted = vec![format!("`{}/{}` selects it", model.type_(*id).name, property.name)];
            let path = path_to(model, ResourceShape::Entity(*id));
            wanted.extend(path.map(|path| format!("so does `{path}/{}`", property.name)));
            wanted
        }
        Subject::Operation(id) => operation(model, *id),
        Subject::Resource(_, path) => vec![format!("`{path}` selects it")],
    }
}

fn operation(model: &Model, id: OperationId) -> Vec<String> {
    let operation = model.operation(id);
    let (Some(on), Some(parameter)) = (operation.binding_type(), operation.binding_parameter()) else {
        let graph = ServiceGraph::new(model);
        let paths = graph.import_paths(id);
        return match paths.is_empty() {
            true => vec!["it is bound to no type, and the service does not import it".to_owned()],
            false => paths.iter().map(|path| format!("`{path}` selects it")).collect(),
        };
    };
    let name = operation.name.name();
    let shape = match parameter.type_ref.is_collection {
        true => ResourceShape::Collection(on),
        false => ResourceShape::Entity(on),
    };
    let mut wanted = vec![format!("`{}/{name}` selects it", model.type_(on).name)];
    let segment = ServiceGraph::new(model).call_segment(id, None);
    wanted.extend(path_to(model, shape).map(|path| format!("so does `{path}/{segment}`")));
    wanted
}

fn path_to(model: &Model, shape: ResourceShape) -> Option<String> {
    let graph = ServiceGraph::new(model);
    ShortestPaths::new(&graph).template(shape).map(str::to_owned)
}
