//! Selectors by path: walks the model segment by segment.

use super::member::bound_elsewhere;
use super::{Method, PathPattern, ResourceShape, Route, Segment, Step, Surroundings};
use crate::{
    diagnostic::{Code, Diagnostic, Span, closest},
    edm::{OperationId, OperationKind},
};

/// What a path ends at.
#[derive(Clone, Debug)]
pub(super) enum End {
    /// A resource that is read with `GET`.
    Resource(Route),
    /// An operation on the resource at the end of the way.
    Operation(Route, ResourceShape, OperationId),
    /// Everything from a place on; the container where the way is empty.
    Everything(Route),
}

/// Where a walk stands.
#[derive(Clone, Debug)]
enum Place {
    Resource(Route),
    Operation(Route, ResourceShape, OperationId),
}

/// Follows a path through the model.
///
/// # Errors
///
/// A diagnostic at the segment that leads nowhere, or that is not generated yet.
pub(super) fn walk(path: &PathPattern, surroundings: &Surroundings<'_>) -> Result<Vec<End>, Diagnostic> {
    let mut places = vec![Place::Resource(Route::start())];
    for (segment, span) in &path.segments {
        if *segment == Segment::Rest {
            return Ok(places
                .into_iter()
                .filter_map(|place| match place {
                    Place::Resource(route) => Some(End::Everything(route)),
                    Place::Operation(..) => None,
                })
                .collect());
        }
        let mut next = Vec::new();
        let mut refused = None;
        for place in &places {
            match step(place, segment, *span, surroundings) {
                Ok(found) => next.extend(found),
                Err(diagnostic) => refused = Some(diagnostic),
            }
        }
        // Behind a `*` some places lead on and others do not; it is an error only if none does.
        if next.is_empty() {
            return Err(
                refused.unwrap_or_else(|| Diagnostic::error(Code::SelectorUnknown, "nothing matches").at(*span))
            );
        }
        places = next;
    }
    let mut ends = Vec::new();
    for place in places {
        if let Some(end) = end(place, path, surroundings)? {
            ends.push(end);
        }
    }
    Ok(ends)
}

fn end(place: Place, path: &PathPattern, surroundings: &Surroundings<'_>) -> Result<Option<End>, Diagnostic> {
    let supported = match &place {
        Place::Resource(_) => Method::Get,
        Place::Operation(_, _, id) => match surroundings.model().operation(*id).kind {
            OperationKind::Action => Method::Post,
            OperationKind::Function => Method::Get,
        },
    };
    for (method, span) in path.methods.iter().flatten() {
        if *method != supported {
            let what = match &place {
                Place::Resource(_) => "code is generated for GET on a resource only so far",
                Place::Operation(..) => "that is not how this operation is called",
            };
            return Err(Diagnostic::error(Code::Unsupported, format!("{}: {what}", method.as_str()))
                .at(*span)
                .help(format!("write `#{}`, or leave the method away", supported.as_str())));
        }
    }
    match place {
        Place::Resource(route) => Ok(Some(End::Resource(route))),
        Place::Operation(route, shape, id) => {
            let operation = surroundings.model().operation(id);
            if operation.kind == OperationKind::Function {
                let span = path.segments.last().map(|(_, span)| *span);
                let wildcard = matches!(path.segments.last(), Some((Segment::AnyOne, _)));
                if wildcard {
                    return Ok(None);
                }
                return Err(Diagnostic::error(
                    Code::Unsupported,
                    format!("`{}` is a function; code is generated for actions only so far", operation.name.name()),
                )
                .at(span));
            }
            Ok(Some(End::Operation(route, shape, id)))
        }
    }
}

fn step(
    place: &Place,
    segment: &Segment,
    span: Span,
    surroundings: &Surroundings<'_>,
) -> Result<Vec<Place>, Diagnostic> {
    let Place::Resource(route) = place else {
        return Err(unsupported("a path behind an operation is not generated yet", span));
    };
    let Some(last) = route.steps.last() else { return from_container(route, segment, span, surroundings) };
    match (last.to(), segment) {
        (from @ ResourceShape::Collection(_), Segment::Key) => {
            Ok(vec![Place::Resource(route.then(Step::Key { from }, surroundings))])
        }
        (ResourceShape::Entity(_), Segment::Key) => Err(Diagnostic::error(
            Code::SelectorUnknown,
            format!("`{}` is one entity and takes no key", route.template),
        )
        .at(span)),
        (shape, Segment::AnyOne) => Ok(all(route, shape, surroundings)),
        (shape, Segment::Name(name)) => named(route, shape, name, span, surroundings),
        (_, Segment::Rest) => Ok(Vec::new()),
    }
}

fn from_container(
    route: &Route,
    segment: &Segment,
    span: Span,
    surroundings: &Surroundings<'_>,
) -> Result<Vec<Place>, Diagnostic> {
    let entrances = surroundings.entrances();
    let enter = |entrance: &super::surroundings::Entrance<'_>| {
        let step = Step::Root { name: entrance.name.to_owned(), kind: entrance.kind, shape: entrance.shape };
        Place::Resource(route.then(step, surroundings))
    };
    match segment {
        Segment::AnyOne => Ok(entrances.iter().map(enter).collect()),
        Segment::Name(name) => match entrances.iter().find(|entrance| entrance.name == name) {
            Some(entrance) => Ok(vec![enter(entrance)]),
            None => {
                let container = surroundings.container();
                let import = container.is_some_and(|container| {
                    container.action_imports.iter().any(|import| import.name == *name)
                        || container.function_imports.iter().any(|import| import.name == *name)
                });
                if import {
                    return Err(unsupported("action and function imports are not generated yet", span));
                }
                let diagnostic = match container {
                    None => Diagnostic::error(
                        Code::SelectorUnknown,
                        "the metadata has no entity container, so it has no paths",
                    ),
                    Some(container) => Diagnostic::error(
                        Code::SelectorUnknown,
                        format!("`{}` has no entity set or singleton `{name}`", container.name.name()),
                    ),
                }
                .at(span);
                Err(suggest(diagnostic, closest(name, entrances.iter().map(|entrance| entrance.name))))
            }
        },
        Segment::Key => {
            Err(Diagnostic::error(Code::SelectorUnknown, "a path begins with an entity set or singleton").at(span))
        }
        Segment::Rest => Ok(Vec::new()),
    }
}

fn all(route: &Route, shape: ResourceShape, surroundings: &Surroundings<'_>) -> Vec<Place> {
    let mut places: Vec<Place> = navigation(route, shape, None, surroundings);
    for (id, _) in surroundings.operations_on(shape) {
        places.push(Place::Operation(route.clone(), shape, id));
    }
    places
}

fn navigation(route: &Route, from: ResourceShape, name: Option<&str>, surroundings: &Surroundings<'_>) -> Vec<Place> {
    let ResourceShape::Entity(id) = from else { return Vec::new() };
    surroundings
        .model()
        .navigation_properties(id)
        .into_iter()
        .filter(|(_, property)| name.is_none_or(|name| property.name == name))
        .filter_map(|(_, property)| {
            let to = surroundings.target(property)?;
            let step = Step::Navigation { from, property: property.name.clone(), to };
            Some(Place::Resource(route.then(step, surroundings)))
        })
        .collect()
}

fn named(
    route: &Route,
    shape: ResourceShape,
    name: &str,
    span: Span,
    surroundings: &Surroundings<'_>,
) -> Result<Vec<Place>, Diagnostic> {
    let found = navigation(route, shape, Some(name), surroundings);
    if !found.is_empty() {
        return Ok(found);
    }
    let model = surroundings.model();
    let operations = surroundings.operations_on(shape);
    let matching: Vec<Place> = operations
        .iter()
        .filter(|(_, operation)| is_called(operation, name, surroundings))
        .map(|(id, _)| Place::Operation(route.clone(), shape, *id))
        .collect();
    if !matching.is_empty() {
        return Ok(matching);
    }
    let id = shape.entity_type();
    let type_name = surroundings.shape_name(shape);
    if matches!(name, "$count" | "$ref" | "$value" | "$batch" | "$metadata") {
        return Err(unsupported(&format!("`{name}` is not generated yet"), span));
    }
    if name.contains('.') {
        return Err(unsupported("type casts in paths are not generated yet", span));
    }
    let properties = model.properties(id);
    if let ResourceShape::Entity(_) = shape
        && properties.iter().any(|(_, property)| property.name == name)
    {
        return Err(unsupported(&format!("`{name}` is a property; a path to a property is not generated yet"), span)
            .help(format!("read the entity, or trim it: `{}::{{{name}}}`", model.type_(id).name)));
    }
    if let ResourceShape::Collection(_) = shape {
        let on_entity = surroundings.operations_on(ResourceShape::Entity(id));
        let has_it = on_entity.iter().any(|(_, operation)| operation.name.name() == name)
            || model.navigation_properties(id).iter().any(|(_, property)| property.name == name);
        if has_it {
            return Err(Diagnostic::error(
                Code::SelectorUnknown,
                format!("`{name}` belongs to one entity, not to the collection `{}`", route.template),
            )
            .at(span)
            .help(format!(
                "add the key: `{}/{{{}}}/{name}`",
                route.template,
                surroundings.key_placeholder(id)
            )));
        }
    }
    if let ResourceShape::Entity(_) = shape {
        let on_collection = surroundings.operations_on(ResourceShape::Collection(id));
        if on_collection.iter().any(|(_, operation)| operation.name.name() == name) {
            let message = format!("`{name}` belongs to the collection, not to one entity");
            let collection = route.template.rsplit_once('/').map_or("", |(collection, _)| collection);
            return Err(Diagnostic::error(Code::SelectorUnknown, message)
                .at(span)
                .help(format!("leave the key away: `{collection}/{name}`")));
        }
    }
    if let Some(diagnostic) = bound_elsewhere(name, &type_name, span, surroundings) {
        return Err(diagnostic);
    }
    let names: Vec<&str> = operations
        .iter()
        .map(|(_, operation)| operation.name.name())
        .chain(model.navigation_properties(id).into_iter().map(|(_, property)| property.name.as_str()))
        .collect();
    Err(suggest(
        Diagnostic::error(
            Code::SelectorUnknown,
            format!("`{name}` is no navigation property or operation of `{type_name}`"),
        )
        .at(span),
        closest(name, names),
    ))
}

fn is_called(operation: &crate::edm::Operation, name: &str, surroundings: &Surroundings<'_>) -> bool {
    if operation.name.name() == name || operation.name.as_str() == name {
        return true;
    }
    let alias = surroundings
        .model()
        .schemas()
        .iter()
        .find(|schema| schema.namespace == operation.name.namespace())
        .and_then(|schema| schema.alias.as_deref());
    match (alias, name.rsplit_once('.')) {
        (Some(alias), Some((namespace, simple))) => alias == namespace && simple == operation.name.name(),
        _ => false,
    }
}

fn unsupported(message: &str, span: Span) -> Diagnostic {
    Diagnostic::error(Code::Unsupported, message).at(span)
}

fn suggest(diagnostic: Diagnostic, suggestion: Option<&str>) -> Diagnostic {
    match suggestion {
        Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
        None => diagnostic,
    }
}
