use super::{Identifier, Method, QueryOption, RequestBuilder, ValueType};
use crate::{
    edm::TypeId,
    facts::OperationFacts,
    selection::{Method as HttpMethod, ResourceMethod},
};

/// The resources of a type, one of them and collections of them: what the runtime's request builders need to know to have the methods that
/// most types have in common. See [`Method::is_shared`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Place {
    /// The struct of the generated methods of one resource.
    pub name: Identifier,
    /// The struct of the generated methods of a collection, where there are any.
    pub collection_name: Option<Identifier>,
    /// The type.
    pub origin: TypeId,
    /// The qualified name of the type.
    pub source: String,
    /// The type's struct, where it is generated.
    pub item: Option<ValueType>,
    /// What can be done with one.
    pub entity: Requests,
    /// What can be done with a collection.
    pub collection: Requests,
    /// The only key property's name on the wire.
    pub key: Option<String>,
    /// The properties that are asked for unless told otherwise; empty for the service's own choice.
    pub default_select: Vec<String>,
    /// Whether they are Graph's directory objects, to which some queries need `ConsistencyLevel: eventual`.
    pub is_directory: bool,
}

/// The requests that the runtime's request builders have for a resource.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Requests {
    /// Whether it is read, and the query options that the service does not support then.
    pub get: Option<Vec<QueryOption>>,
    /// Whether entities are created in it.
    pub create: bool,
    /// Whether it is updated.
    pub update: bool,
    /// Whether it is deleted.
    pub delete: bool,
    /// Whether its items are counted.
    pub count: bool,
    /// What is known of permissions and clouds, by HTTP method.
    pub facts: Vec<(HttpMethod, OperationFacts)>,
}

impl Place {
    /// The resources of a type without anything that can be done with them.
    pub(super) fn new(name: Identifier, origin: TypeId, source: String) -> Self {
        Self {
            name,
            collection_name: None,
            origin,
            source,
            item: None,
            entity: Requests::default(),
            collection: Requests::default(),
            key: None,
            default_select: Vec::new(),
            is_directory: false,
        }
    }

    /// Adds what a request builder has in common with others.
    pub(super) fn add(&mut self, builder: &RequestBuilder, is_collection: bool) {
        for method in builder.methods.iter().filter(|method| method.is_shared()) {
            match method {
                Method::Key { parameters, .. } => {
                    self.key = parameters.first().map(|parameter| parameter.wire_name.clone());
                }
                Method::Get(get) => {
                    self.default_select.clone_from(&get.default_select);
                    self.is_directory |= get.is_directory;
                    self.requests(is_collection).get = Some(get.unsupported.clone());
                }
                Method::Change(change) => {
                    self.is_directory |= change.is_directory;
                    let requests = self.requests(is_collection);
                    match &change.method {
                        ResourceMethod::Create => requests.create = true,
                        ResourceMethod::Update => requests.update = true,
                        ResourceMethod::Delete => requests.delete = true,
                        ResourceMethod::Count => requests.count = true,
                        _ => {}
                    }
                    // Counting is a `GET`, too, and the vocabulary knows no permissions of it.
                    if change.facts != OperationFacts::default() && change.method != ResourceMethod::Count {
                        requests.facts.push((change.method.http(), change.facts.clone()));
                    }
                }
                _ => {}
            }
        }
    }

    fn requests(&mut self, is_collection: bool) -> &mut Requests {
        if is_collection { &mut self.collection } else { &mut self.entity }
    }
}
