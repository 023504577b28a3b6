use std::marker::PhantomData;

use super::Preference;
use crate::{
    body::{Body, Node, Object, Reference},
    description::Description,
    json::{DerivedFrom, Structured},
    long_running::long_running,
    prepared::Prepared,
    resource::Resource,
    respond::Respond,
    sendable::sendable,
};

/// A request that changes a resource, ready to be sent. `R` says what the answer becomes: see [`Respond`].
///
/// An entity that was read has its ETag in `extra`: [`Extra::etag`](crate::Extra::etag).
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send`"]
pub struct Write<R> {
    prepared: Prepared,
    answer: PhantomData<fn() -> R>,
}

impl<R: Respond> Write<R> {
    /// Sends a body to a resource that is declared as a `T`. Generated code calls this.
    pub fn body<T: Structured, D: DerivedFrom<T>, F>(
        resource: &Resource,
        description: Description,
        body: Body<D, F>,
    ) -> Self {
        Self::object(resource, None, description, &body.into_object(T::TYPE_NAME))
    }

    /// Sends nothing but the request. Generated code calls this.
    pub fn empty(resource: &Resource, segment: Option<&'static str>, description: Description) -> Self {
        Self { prepared: Prepared::new(resource, segment, description), answer: PhantomData }
    }

    /// Sends the URL of an entity to a resource's references. Generated code calls this.
    pub fn reference(resource: &Resource, description: Description, to: impl Into<Reference>) -> Self {
        let mut object = Object::default();
        object.put("@odata.id".into(), Ok(Node::Reference(to.into())));
        Self::object(resource, Some("$ref"), description, &object)
    }

    /// Takes one reference away by the URL of its entity. Generated code calls this.
    pub fn without_reference(resource: &Resource, description: Description, to: impl Into<Reference>) -> Self {
        let mut write = Self::empty(resource, Some("$ref"), description);
        let url = to.into().written(Some(resource.client().root().as_str()));
        write.prepared.set_option("@id", crate::encoding::encode(&url).to_string());
        write
    }

    fn object(resource: &Resource, segment: Option<&'static str>, description: Description, object: &Object) -> Self {
        let mut write = Self::empty(resource, segment, description);
        match object.to_json(Some(resource.client().root().as_str())) {
            Ok(json) => write.prepared.set_json(Ok(json)),
            Err(problem) => write.prepared.note(problem),
        }
        write
    }

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
        let all = match self.prepared.headers().get("prefer").and_then(|known| known.to_str().ok()) {
            Some(known) => format!("{known}, {}", wish.as_str()),
            None => wish.as_str().to_owned(),
        };
        self.prepared.set_header("prefer", &all);
        self
    }

    /// Wishes for no answer (`Prefer: return=minimal`), and passes over one that comes all the same.
    pub fn without_answer(self) -> Write<()> {
        let Self { prepared, .. } = self.prefer(Preference::MINIMAL);
        Write { prepared, answer: PhantomData }
    }
}

sendable!(Write<R: Respond>, R => R::Output);
long_running!(Write);
