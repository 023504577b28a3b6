use std::marker::PhantomData;

use http::Method;

use super::{
    created::Created,
    preference::{Preference, PreferenceFor},
};
use crate::{
    body::{Body, BodyTarget, ObjectNode, Reference},
    long_running::impl_begin,
    operation::{CreatesEntity, Respond},
    parts::{RequestParts, Resource, impl_request},
    service::ReferenceRemoval,
    value::{DerivedFrom, Object, Structured},
};

/// A request that changes a resource. `R` is the kind of response: see [`Respond`].
///
/// The ETag of an entity is in its `extra`: [`Extra::etag`](crate::Extra::etag).
///
/// ```no_run
/// # use graph_runtime::{Error, Object, Preference, Write, codegen::Structured};
/// # async fn example<User: Structured>(write: Write<Option<Object<User>>>, etag: &str) -> Result<(), Error> {
/// // let write = service.users().by_id("adele@contoso.com").update(changes);
/// match write.if_match(etag).prefer(Preference::REPRESENTATION).send().await {
///     Ok(Some(_user)) => println!("changed, and returned"),
///     Ok(None) => println!("changed"),
///     Err(error) if error.is_precondition_failed() => println!("someone else was faster"),
///     Err(error) => return Err(error),
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send` or `.await`"]
pub struct Write<R> {
    pub(super) parts: RequestParts,
    answer: PhantomData<fn() -> R>,
}

/// Constructors for generated code. Names are those of [`Description`](crate::Description).
impl<R: Respond> Write<R> {
    /// Creates an entity in a collection of `T`.
    pub fn create<T: Structured, D: DerivedFrom<T>, F>(
        resource: &Resource,
        name: &'static str,
        body: Body<D, F>,
    ) -> Self {
        Self::object(Method::POST, resource, None, name, &body.into_object(T::TYPE_NAME))
    }

    /// Updates a resource that is declared as a `T`.
    pub fn update<T: Structured, D: DerivedFrom<T>>(resource: &Resource, name: &'static str, body: Body<D>) -> Self {
        Self::object(Method::PATCH, resource, None, name, &body.into_object(T::TYPE_NAME)).of_existing()
    }

    /// Replaces a resource that is declared as a `T`.
    pub fn replace<T: Structured, D: DerivedFrom<T>, F>(
        resource: &Resource,
        name: &'static str,
        body: Body<D, F>,
    ) -> Self {
        Self::object(Method::PUT, resource, None, name, &body.into_object(T::TYPE_NAME)).of_existing()
    }

    /// Deletes a resource, or a segment of it.
    pub fn delete(resource: &Resource, segment: Option<&'static str>, name: &'static str) -> Self {
        Self::new(Method::DELETE, resource, segment, name)
    }

    /// Adds a reference to an entity to a collection, by the entity's URL.
    pub fn add_reference(resource: &Resource, name: &'static str, to: impl Into<Reference>) -> Self {
        Self::reference(Method::POST, resource, name, to.into())
    }

    /// Sets the reference of a resource to an entity, by the entity's URL.
    pub fn set_reference(resource: &Resource, name: &'static str, to: impl Into<Reference>) -> Self {
        Self::reference(Method::PUT, resource, name, to.into())
    }

    /// Removes one reference from a collection, by the entity's URL.
    ///
    /// The URL is the query option `$id`, or its key is part of the path if the service's
    /// [profile](crate::profile::ReferenceRemoval) says so: OData 4.01, part 1, section 11.4.6.2. It is the query
    /// option as well if the key cannot be told from a name.
    pub fn remove_reference(resource: &Resource, name: &'static str, to: impl Into<Reference>) -> Self {
        let (to, client) = (to.into(), resource.client());
        if client.profile().reference_removal() == ReferenceRemoval::Key
            && let Some(key) = to.key_segment(client.root().as_str())
        {
            return Self::delete(&resource.written_key(key), Some("$ref"), name);
        }
        let mut write = Self::delete(resource, Some("$ref"), name);
        if let Some(problem) = to.problem() {
            write.parts.note(problem.to_owned());
            return write;
        }
        let url = to.resolve(Some(client.root().as_str()));
        write.parts.set_option("$id", crate::path::encode(&url).to_string());
        write
    }

    /// Marks an update, which must not create an entity.
    fn of_existing(mut self) -> Self {
        self.parts.set_update(true);
        self
    }

    fn reference(method: Method, resource: &Resource, name: &'static str, to: Reference) -> Self {
        let mut object = ObjectNode::default();
        object.put("@odata.id".into(), to.into_node());
        Self::object(method, resource, Some("$ref"), name, &object)
    }

    fn object(
        method: Method,
        resource: &Resource,
        segment: Option<&'static str>,
        name: &'static str,
        object: &ObjectNode,
    ) -> Self {
        let client = resource.client();
        let is_update = method == Method::PATCH;
        let mut write = Self::new(method, resource, segment, name);
        write.parts.set_written_json(object.to_json(BodyTarget::new(
            client.root().as_str(),
            client.profile(),
            is_update,
        )));
        write.parts.set_references(|calls| object.add_calls(calls));
        write
    }

    fn new(method: Method, resource: &Resource, segment: Option<&'static str>, name: &'static str) -> Self {
        Self { parts: RequestParts::new(method, resource, segment, name), answer: PhantomData }
    }
}

impl<R: Respond> Write<R> {
    /// Changes the resource only if it still has this ETag (`If-Match`); otherwise the service responds with 412.
    pub fn if_match(mut self, etag: &str) -> Self {
        self.parts.set_condition("if-match", etag);
        self
    }

    /// Changes the resource only if it does not have this ETag (`If-None-Match`).
    ///
    /// `*` matches any ETag, so that the request creates a resource but never replaces one.
    pub fn if_none_match(mut self, etag: &str) -> Self {
        self.parts.set_condition("if-none-match", etag);
        self
    }

    /// Creates the entity if it is missing (an upsert), where the service's
    /// [profile](crate::ServiceProfile::with_guarded_updates) prevents it: without `If-Match: *`.
    ///
    /// Graph's profile prevents nothing; Graph decides by itself.
    pub fn upsert(mut self) -> Self {
        self.parts.set_update(false);
        self
    }

    /// Adds a preference for how the service responds (`Prefer`).
    ///
    /// With [`Preference::MINIMAL`], a request that creates an entity returns [`Created`](crate::codegen::Created), for
    /// the entity may be missing.
    pub fn prefer<P: PreferenceFor<R>>(mut self, preference: P) -> Write<P::Response> {
        self.parts.set_header("prefer", &preference.into_text());
        Write { parts: self.parts, answer: PhantomData }
    }

    /// Asks for an empty response (`Prefer: return=minimal`); a body that is sent anyway is ignored.
    pub fn without_response(mut self) -> Write<()> {
        self.parts.set_header("prefer", Preference::MINIMAL.as_str());
        Write { parts: self.parts, answer: PhantomData }
    }
}

impl<T: Structured> CreatesEntity for Write<Object<T>> {}
impl<T: Structured> CreatesEntity for Write<Created<T>> {}
impl<R> Write<R> {
    pub(super) const fn of(parts: RequestParts) -> Self {
        Self { parts, answer: PhantomData }
    }
}

impl_request!(Write<R: Respond>, R => R::Output);
impl_begin!(Write);
