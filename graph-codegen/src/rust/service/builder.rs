//! Request builders: which methods each has, and in which order.

use super::{
    Builders, Structures,
    caller::{Caller, CallerKind},
    cast, change, get, key, navigation, stem,
};
use crate::{
    facts::OperationFacts,
    rust::{Identifier, Method, Path, RequestBuilder, lower::Lowering, scope::Scope},
    selection::{Resource, ResourceShape},
};

/// A request builder while its methods are planned; each kind of method has a file beside this one, with a function that adds those
/// of its kind.
pub(super) struct Parts<'p, 'm> {
    pub(super) lowering: &'p mut Lowering<'m>,
    /// Where structs of parameters go.
    pub(super) structures: &'p mut Structures,
    pub(super) builders: &'p Builders,
    /// What the builder addresses.
    pub(super) shape: ResourceShape,
    /// What is selected of it.
    pub(super) resource: &'p Resource,
    /// The names of methods so far.
    pub(super) scope: Scope,
    pub(super) methods: Vec<Method>,
}

/// Plans a request builder. The order of the kinds decides who keeps a name that several want.
pub(super) fn request_builder(mut parts: Parts<'_, '_>, path: &Path, place: &Identifier) -> RequestBuilder {
    key::add(&mut parts);
    get::add(&mut parts);
    change::add(&mut parts);
    navigation::add(&mut parts);
    cast::add(&mut parts);
    operations(&mut parts);
    let Parts { lowering, shape, resource, methods, .. } = parts;
    let qualified = lowering.type_name(shape.entity_type());
    let what = match shape {
        ResourceShape::Entity(id) if !lowering.model.type_(id).is_entity() => format!("Addresses a `{qualified}`."),
        ResourceShape::Entity(_) => format!("Addresses one `{qualified}`."),
        ResourceShape::Collection(_) => format!("Addresses a collection of `{qualified}`."),
    };
    let mut docs = vec![what, format!("The shortest path to it is `{}`.", resource.template)];
    docs.extend(shared_docs(&methods));
    // What is known of the requests that the runtime has is said there, too.
    let is_known =
        |method: &Method| matches!(method, Method::Change(change) if change.facts != OperationFacts::default());
    let own = methods.iter().any(|method| !method.is_shared() || is_known(method));
    let leads = match shape {
        ResourceShape::Entity(_) => Some(place.clone()),
        ResourceShape::Collection(_) => own.then(|| {
            let stem = stem(lowering, shape);
            lowering.claim(qualified.namespace(), [stem.with_suffix("Requests")]).name
        }),
    };
    RequestBuilder {
        name: path.name.clone(),
        place: place.clone(),
        leads,
        shape,
        source: qualified.to_string(),
        docs,
        methods,
    }
}

/// What the documentation says of methods that the runtime has: a paragraph each.
fn shared_docs(methods: &[Method]) -> Vec<String> {
    let mut docs = Vec::new();
    for method in methods.iter().filter(|method| method.is_shared()) {
        match method {
            Method::Get(get) => docs.push(format!("`get`: {}", get.docs.join(" "))),
            Method::Change(change) => {
                // The first sentence is the runtime's.
                let rest: Vec<&str> = change.docs.iter().skip(1).map(String::as_str).collect();
                docs.push(format!("`{}`: {}", change.name.as_str(), rest.join(" ")));
            }
            _ => {}
        }
    }
    docs
}

fn operations(parts: &mut Parts<'_, '_>) {
    let Parts { lowering, structures, builders, shape, resource, scope, methods } = parts;
    let owner = lowering.type_name(shape.entity_type());
    let mut caller = Caller {
        lowering,
        structures,
        builders,
        scope,
        methods,
        owner,
        template: &resource.template,
        kind: CallerKind::Resource(*shape),
    };
    caller.add(&resource.operations);
}
