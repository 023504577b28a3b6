use std::marker::PhantomData;

use http::Method;

use super::preference::Preference;
use crate::{
    body::{Body, Node, ObjectNode, Reference},
    long_running::impl_begin,
    operation::Respond,
    parts::{RequestParts, Resource, impl_request},
    value::{DerivedFrom, Structured},
};

/// A request that changes a resource, ready to be sent. `R` says what the answer becomes: see [`Respond`].
///
/// An entity that was read has its ETag in `extra`: [`Extra::etag`](crate::Extra::etag).
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Write<R> {
    parts: RequestParts,
    answer: PhantomData<fn() -> R>,
}

/// Generated code calls these. Names are those of [`Description`](crate::Description).
impl<R: Respond> Write<R> {
    /// Sends a new entity to a collection of `T`.
    pub fn create<T: Structured, D: DerivedFrom<T>, F>(
        resource: &Resource,
        name: &'static str,
        body: Body<D, F>,
    ) -> Self {
        Self::object(Method::POST, resource, None, name, &body.into_object(T::TYPE_NAME))
    }

    /// Sends changes to a resource that is declared as a `T`.
    pub fn update<T: Structured, D: DerivedFrom<T>>(resource: &Resource, name: &'static str, body: Body<D>) -> Self {
        Self::object(Method::PATCH, resource, None, name, &body.into_object(T::TYPE_NAME))
    }

    /// Puts a body in the place of a resource that is declared as a `T`.
    pub fn replace<T: Structured, D: DerivedFrom<T>, F>(
        resource: &Resource,
        name: &'static str,
        body: Body<D, F>,
    ) -> Self {
        Self::object(Method::PUT, resource, None, name, &body.into_object(T::TYPE_NAME))
    }

    /// Deletes a resource, or what is behind a segment of it.
    pub fn delete(resource: &Resource, segment: Option<&'static str>, name: &'static str) -> Self {
        Self::new(Method::DELETE, resource, segment, name)
    }

    /// Adds the URL of an entity to a collection of references.
    pub fn add_reference(resource: &Resource, name: &'static str, to: impl Into<Reference>) -> Self {
        Self::reference(Method::POST, resource, name, to.into())
    }

    /// Makes a resource refer to an entity by its URL.
    pub fn set_reference(resource: &Resource, name: &'static str, to: impl Into<Reference>) -> Self {
        Self::reference(Method::PUT, resource, name, to.into())
    }

    /// Takes one reference out of a collection by the URL of its entity.
    pub fn remove_reference(resource: &Resource, name: &'static str, to: impl Into<Reference>) -> Self {
        let mut write = Self::delete(resource, Some("$ref"), name);
        let url = to.into().resolve(Some(resource.client().root().as_str()));
        write.parts.set_option("@id", crate::path::encode(&url).to_string());
        write
    }

    fn reference(method: Method, resource: &Resource, name: &'static str, to: Reference) -> Self {
        let mut object = ObjectNode::default();
        object.put("@odata.id".into(), Ok(Node::Reference(to)));
        Self::object(method, resource, Some("$ref"), name, &object)
    }

    fn object(
        method: Method,
        resource: &Resource,
        segment: Option<&'static str>,
        name: &'static str,
        object: &ObjectNode,
    ) -> Self {
        let mut write = Self::new(method, resource, segment, name);
        match object.to_json(Some(resource.client().root().as_str())) {
            Ok(json) => write.parts.set_json(Ok(json)),
            Err(problem) => write.parts.note(problem),
        }
        write
    }

    fn new(method: Method, resource: &Resource, segment: Option<&'static str>, name: &'static str) -> Self {
        Self { parts: RequestParts::new(method, resource, segment, name), answer: PhantomData }
    }
}

impl<R: Respond> Write<R> {
    /// Changes the resource only if its ETag is still this one (`If-Match`); otherwise the service answers 412.
    pub fn if_match(self, etag: &str) -> Self {
        self.header("if-match", etag)
    }

    /// Changes the resource only if its ETag is not this one (`If-None-Match`); `*` stands for any, and so creates without replacing.
    pub fn if_none_match(self, etag: &str) -> Self {
        self.header("if-none-match", etag)
    }

    /// Says how the answer is wished for (`Prefer`). Several wishes add up.
    pub fn prefer(mut self, preference: impl Into<Preference>) -> Self {
        let wish = preference.into();
        let all = match self.parts.headers().get("prefer").and_then(|known| known.to_str().ok()) {
            Some(known) => format!("{known}, {}", wish.as_str()),
            None => wish.as_str().to_owned(),
        };
        self.parts.set_header("prefer", &all);
        self
    }

    /// Wishes for no answer (`Prefer: return=minimal`), and passes over one that comes all the same.
    pub fn without_answer(self) -> Write<()> {
        let Self { parts, .. } = self.prefer(Preference::MINIMAL);
        Write { parts, answer: PhantomData }
    }
}

impl_request!(Write<R: Respond>, R => R::Output);
impl_begin!(Write);
