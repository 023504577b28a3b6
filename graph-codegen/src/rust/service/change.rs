//! Requests on a resource itself.

use super::{builder::Parts, capability, permissions::permission_docs};
use crate::{
    diagnostic::{Code, Diagnostic},
    edm::{ItemType, TypeId},
    extension::Element,
    rust::{Change, Identifier, Method, ValueType, lower::Lowering},
    selection::{ResourceMethod, SelectedMethod},
};

/// Adds a method for each request that is selected.
pub(super) fn add(parts: &mut Parts<'_, '_>) {
    let Parts { lowering, shape, resource, scope, methods, .. } = parts;
    let id = shape.entity_type();
    for (method, selected) in &resource.methods {
        let mut structure = None;
        if method.has_body() {
            structure = lowering.item_type(&ItemType::Declared(id));
            if !matches!(structure, Some(ValueType::Structure(_))) {
                refuse(lowering, id, method);
                continue;
            }
        }
        let is_count = *method == ResourceMethod::Count;
        if is_count {
            structure = lowering.item_type(&ItemType::Declared(id));
        }
        let name = name(lowering, id, method);
        let SelectedMethod { template, facts, .. } = selected;
        let mut docs = vec![sentence(method), format!("`{} {template}`", method.http().as_str())];
        docs.extend(permission_docs(facts));
        let mut change = Change {
            name,
            method: method.clone(),
            structure,
            source: lowering.type_name(id).to_string(),
            template: template.clone(),
            docs,
            is_directory: is_count && capability::is_directory_object(lowering.model, id),
            facts: facts.as_ref().clone(),
        };
        let planned = Method::Change(Box::new(change.clone()));
        if planned.is_shared() {
            methods.push(planned);
        } else {
            change.name = scope.claim_or(change.name.clone(), "_request");
            methods.push(Method::Change(Box::new(change)));
        }
    }
}

fn refuse(lowering: &mut Lowering<'_>, id: TypeId, method: &ResourceMethod) {
    let message = format!(
        "{} of `{}` is left out: its type is not generated, and a body has to be of a generated type",
        method.http().as_str(),
        lowering.type_name(id)
    );
    lowering.diagnostics.push(Diagnostic::warning(Code::Unsupported, message));
}

fn name(lowering: &Lowering<'_>, id: TypeId, method: &ResourceMethod) -> Identifier {
    let of_stream = |verb: &str, property: &Option<String>| match property {
        None => Identifier::forced(verb),
        Some(property) => {
            let found = lowering.model.property(id, property);
            let of = lowering.type_name(found.map_or(id, |(of, _)| of));
            let name = lowering.snake(&Element::Property { of, name: property }, property);
            Identifier::forced(&format!("{verb}_{}", name.as_str()))
        }
    };
    let fixed = match method {
        ResourceMethod::Get => "get",
        ResourceMethod::Create => "create",
        ResourceMethod::Update => "update",
        ResourceMethod::Replace => "replace",
        ResourceMethod::Delete => "delete",
        ResourceMethod::Count => "count",
        ResourceMethod::ListReferences => "list_references",
        ResourceMethod::AddReference => "add_reference",
        ResourceMethod::GetReference => "get_reference",
        ResourceMethod::SetReference => "set_reference",
        ResourceMethod::RemoveReference | ResourceMethod::RemoveReferenceById => "remove_reference",
        ResourceMethod::Download(property) => return of_stream("download", property),
        ResourceMethod::Upload(property) => return of_stream("upload", property),
        ResourceMethod::DeleteStream(Some(property)) => return of_stream("delete", &Some(property.clone())),
        ResourceMethod::DeleteStream(None) => "delete_stream",
    };
    Identifier::forced(fixed)
}

fn sentence(method: &ResourceMethod) -> String {
    let stream = |property: &Option<String>| match property {
        None => "its media stream".to_owned(),
        Some(property) => format!("the stream `{property}`"),
    };
    match method {
        ResourceMethod::Get => "Reads it.".to_owned(),
        ResourceMethod::Create => "Creates an entity; the answer is the new one.".to_owned(),
        ResourceMethod::Update => {
            "Changes the properties that the body has. The answer is `None` where the service sends none (204); \
             `.prefer(Preference::REPRESENTATION)` asks for the changed entity."
                .to_owned()
        }
        ResourceMethod::Replace => {
            "Puts the body in its place; what the body does not have gets its default. The answer is `None` where the \
             service sends none (204)."
                .to_owned()
        }
        ResourceMethod::Delete => "Deletes it.".to_owned(),
        ResourceMethod::Count => "Counts the items.".to_owned(),
        ResourceMethod::ListReferences => "Lists where the entities are, without reading them.".to_owned(),
        ResourceMethod::AddReference => "Adds an entity that exists, by its URL or path.".to_owned(),
        ResourceMethod::RemoveReferenceById => {
            "Takes an entity out, by its URL or path; the entity itself stays.".to_owned()
        }
        ResourceMethod::GetReference => "Says where the entity is, without reading it.".to_owned(),
        ResourceMethod::SetReference => "Refers to another entity that exists, by its URL or path.".to_owned(),
        ResourceMethod::RemoveReference => "Takes the reference away; the entity itself stays.".to_owned(),
        ResourceMethod::Download(property) => format!("Downloads {}.", stream(property)),
        ResourceMethod::Upload(property) => format!("Replaces {}.", stream(property)),
        ResourceMethod::DeleteStream(property) => format!("Deletes {}.", stream(property)),
    }
}
