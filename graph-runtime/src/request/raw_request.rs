use std::marker::PhantomData;

use bytes::Bytes;
use http::Method;
use serde::{Serialize, de::DeserializeOwned};
use url::Url;

use super::from_json::FromJson;
use crate::{
    client::Client,
    error::Error,
    long_running::impl_begin,
    operation::Respond,
    paging::{Page, impl_pages},
    parts::{RequestParts, Resource, impl_request},
    path::{Key, KeyError, PathTemplate, ResourcePath},
    service::{ServiceRoot, is_version},
    transfer::{Content, ContentStream},
    value::projection::PageItem,
};

/// A request of any method and path below the service's root, for what has no request builder.
///
/// It is sent like all others, with the token, retries, throttling, limits, gzip, telemetry and errors of the client,
/// and it can be part of a [`Batch`](crate::Batch). [`Client::request`] creates it.
///
/// `R` is how the response is read: any [`Respond`] after [`read`](Self::read), a type that implements serde's
/// `Deserialize` after [`read_json`](Self::read_json), and [`Content`], the bytes, unless one of them is called.
/// [`Client::exchange`] returns the response with its status and headers.
///
/// ```no_run
/// # use graph_runtime::{Client, Error, Object, codegen::Structured};
/// # async fn example<User: Structured>(client: Client, upn: &str) -> Result<(), Error> {
/// use graph_runtime::{Json, Page, http::Method};
///
/// // Any type of serde.
/// let trending: Json = client
///     .request(Method::GET, "/users/{id}/insights/trending?$top=3")
///     .value("id", upn)
///     .read_json()
///     .send()
///     .await?;
///
/// // A generated type.
/// let user: Object<User> = client
///     .request(Method::PATCH, "/users/{id}")
///     .value("id", upn)
///     .header("prefer", "return=representation")
///     .json(&serde_json::json!({ "jobTitle": "Engineer" }))
///     .read::<Object<User>>()
///     .send()
///     .await?;
///
/// // The items of all pages.
/// let mut users = client.request(Method::GET, "/users").read::<Page<Object<User>>>().items();
/// while let Some(user) = users.next().await {
///     println!("{:?}", user?);
/// }
///
/// // No response, and content that is never in memory as a whole.
/// client.request(Method::POST, "/me/revokeSignInSessions").read::<()>().send().await?;
/// let photo = client.request(Method::GET, "/me/photo/$value").stream().await?;
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `send` or `.await`"]
pub struct RawRequest<R = Content> {
    parts: RequestParts,
    template: Option<PathTemplate<'static>>,
    values: Vec<(&'static str, Key)>,
    answer: PhantomData<fn() -> R>,
}

impl Client {
    /// Creates a request of any method for a path below the service's root: see [`RawRequest`].
    ///
    /// Values do not belong into the path, which is therefore part of the program: `{id}` is a placeholder for a
    /// [`value`](RawRequest::value). So a value cannot change what is addressed, and errors and telemetry show
    /// `/users/{id}`.
    ///
    /// The path begins with `/` and may have query options. Sending it fails with
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if it could leave the root (`..`, `//host`, a
    /// backslash, also when encoded), begins with a version although the root ends in one (`/beta/me`), or has a
    /// fragment or control characters, and with
    /// [`ErrorKind::InvalidKey`](crate::ErrorKind::InvalidKey) if a value is missing or cannot be part of a path.
    /// Characters that URLs do not have, such as spaces, are encoded.
    ///
    /// ```
    /// # use graph_runtime::{Client, Operation};
    /// use graph_runtime::http::Method;
    ///
    /// let client = Client::builder().build()?;
    /// let request = client
    ///     .request(Method::GET, "/users/{id}/calendarView?startDateTime={start}&endDateTime={end}")
    ///     .value("id", "adele@contoso.com")
    ///     .value("start", "2026-11-01T00:00:00Z")
    ///     .value("end", "2026-12-01T00:00:00Z");
    /// assert_eq!(request.description().to_string(), "GET /users/{id}/calendarView");
    /// assert_eq!(request.request(client.root())?.uri().path(), "/v1.0/users/adele%40contoso.com/calendarView");
    /// # Ok::<(), graph_runtime::Error>(())
    /// ```
    pub fn request(&self, method: Method, path: &'static str) -> RawRequest {
        let template = template(self.root(), path);
        let shown = template.as_ref().map_or(HIDDEN, |template| template.path());
        let mut request = RawRequest::at(self, method, ResourcePath::written(Ok(String::new()), shown.to_owned()));
        match template {
            Ok(template) => {
                request.template = Some(template);
                request.write(None);
            }
            Err(problem) => request.parts.note(problem),
        }
        request
    }

    /// Creates a request of any method for a path or URL that is known only when the program runs, such as the path in
    /// a configuration or a link in a response.
    ///
    /// The path is checked as that of [`request`](Self::request), but has no placeholders: whoever chooses it chooses
    /// what is addressed. A URL has to be below the service's [root](Self::root); a client of another version, such as
    /// `beta`, has another root. One of another origin is an error of the kind
    /// [`ForeignOrigin`](crate::ErrorKind::ForeignOrigin).
    /// For pages, see [`resume`](Self::resume).
    ///
    /// Errors and telemetry do not show the path. They show what [`described_as`](RawRequest::described_as) sets.
    ///
    /// ```no_run
    /// # async fn example(client: graph_runtime::Client, link: &str) -> Result<(), graph_runtime::Error> {
    /// use graph_runtime::{Json, http::Method};
    ///
    /// let item: Json =
    ///     client.request_url(Method::GET, link).described_as("/drives/{id}/items/{id}").read_json().send().await?;
    /// # Ok(()) }
    /// ```
    pub fn request_url(&self, method: Method, url: &str) -> RawRequest {
        let place = || ResourcePath::written(Ok(String::new()), HIDDEN.to_owned());
        let refused = |note: &dyn Fn(&mut RequestParts)| {
            let mut request = RawRequest::at(self, method.clone(), place());
            note(&mut request.parts);
            request
        };
        let path = match below_root(self.root(), url) {
            Ok(path) => path,
            Err(Refusal::Message(message)) => return refused(&|parts| parts.note(message.clone())),
            Err(Refusal::ForeignOrigin(origin)) => return refused(&|parts| parts.note_foreign_origin(origin.clone())),
        };
        let template = match template(self.root(), path) {
            Ok(template) if template.placeholders().next().is_none() => template,
            Ok(_) => return refused(&|parts| parts.note("a path with placeholders is passed to `request`".to_owned())),
            Err(problem) => return refused(&|parts| parts.note(problem.clone())),
        };
        // Without placeholders, no value is missing.
        let written = template.written_path(&[]).unwrap_or_default();
        let mut request = RawRequest::at(self, method, ResourcePath::written(Ok(written), HIDDEN.to_owned()));
        request.parts.add_options(template.written_options(None, &[]).flatten());
        request
    }
}

/// The template of a path that is not shown.
const HIDDEN: &str = "(path)";

/// Parses a path below the root. If the root ends in a version, a path must not begin with one: it would be that of a
/// resource named `beta`.
fn template<'a>(root: &ServiceRoot, path: &'a str) -> Result<PathTemplate<'a>, String> {
    let template = PathTemplate::new(path)?;
    let first = path.split(['/', '?']).nth(1).unwrap_or_default();
    match root.has_version() && is_version(first) {
        true => Err(format!(
            "the path is below the service's root, {}, so it does not begin with a version; for another version, \
             create another client",
            root.as_str()
        )),
        false => Ok(template),
    }
}

/// Why a URL is not requested.
enum Refusal {
    Message(String),
    ForeignOrigin(String),
}

/// Returns the path and query of a URL below the root.
///
/// The text itself is compared, because parsing it would resolve `..`.
fn below_root<'a>(root: &ServiceRoot, text: &'a str) -> Result<&'a str, Refusal> {
    if text.starts_with('/') {
        return Ok(text);
    }
    let invalid = || Refusal::Message("the path does not begin with `/`, and is not a URL".to_owned());
    let url = Url::parse(text).map_err(|_| invalid())?;
    if !root.is_origin_of(&url) {
        return Err(Refusal::ForeignOrigin(url.origin().ascii_serialization()));
    }
    // A URL parser also reads `https:host/path`.
    let (_, after_scheme) =
        text.split_once("://").filter(|(scheme, _)| scheme.eq_ignore_ascii_case(url.scheme())).ok_or_else(invalid)?;
    let path = after_scheme.find(['/', '?', '#', '\\']).and_then(|at| after_scheme.get(at..)).unwrap_or_default();
    let below = path.strip_prefix(root.url().path().trim_end_matches('/')).unwrap_or_default();
    match below.starts_with('/') {
        true => Ok(below),
        false => Err(Refusal::Message(format!(
            "the URL is not below the service's root, {}; for another version, create another client",
            root.as_str()
        ))),
    }
}

impl RawRequest {
    fn at(client: &Client, method: Method, path: ResourcePath) -> Self {
        let resource = Resource::written(client.clone(), path);
        let is_tunnel = [Method::CONNECT, Method::TRACE].contains(&method);
        let mut parts = RequestParts::new(method.clone(), &resource, None, "raw request").accept("*/*");
        parts.description.sends_body = false;
        // A `PATCH` changes an entity; a `PUT` may also set a stream or a reference.
        parts.set_update(method == Method::PATCH);
        if is_tunnel {
            // A response to `TRACE` repeats the token.
            parts.note("the methods `CONNECT` and `TRACE` are not sent".to_owned());
        }
        Self { parts, template: None, values: Vec::new(), answer: PhantomData }
    }

    /// Sends the request and streams the content: see [`ContentStream`].
    ///
    /// # Errors
    ///
    /// See [`Error`]. Errors while the content is received are returned by the stream.
    pub async fn stream(self) -> Result<ContentStream, Error> {
        ContentStream::of(self.parts).await
    }
}

impl<R> RawRequest<R> {
    /// Creates the entity if it is missing, where the service's
    /// [profile](crate::ServiceProfile::with_guarded_updates) prevents it: without `If-Match: *`, which a `PATCH` that
    /// states no condition has.
    pub fn upsert(mut self) -> Self {
        self.parts.set_update(false);
        self
    }

    /// Sets the value of a placeholder.
    ///
    /// Within quotes, the quotes of a value are doubled; within double quotes, as in `$search="{text}"`, they and
    /// backslashes are preceded by a backslash. In parentheses, and in an expression such as `$filter=id eq
    /// {id}`, it is written as a literal, so that text gets quotes. As a segment, or as the whole value of a query
    /// option, it is written as it is. It is always percent-encoded, so it never adds a segment, an argument or an
    /// option.
    ///
    /// An unknown name is an error of the request.
    pub fn value(mut self, name: &str, value: impl Into<Key>) -> Self {
        let mut known = self.template.into_iter().flat_map(PathTemplate::placeholders);
        let Some(known) = known.find(|known| *known == name) else {
            // If the path itself is not valid, that was noted before.
            self.parts.note(format!("the path has no placeholder `{{{}}}`", name.escape_debug()));
            return self;
        };
        let value = value.into();
        if value.is_call() {
            self.parts.note(KeyError::CallReference(known).to_string());
        }
        self.values.retain(|(other, _)| *other != known);
        let enums = self.parts.resource.client().profile().enum_syntax();
        self.values.push((known, value.in_form(enums)));
        self.write(Some(known));
        self
    }

    /// Writes the path, and the query options in which a placeholder is; `None` means those without placeholders.
    fn write(&mut self, changed: Option<&str>) {
        let Some(template) = self.template else { return };
        let missing = template.placeholders().find(|name| !self.values.iter().any(|(known, _)| known == name));
        let path = match missing {
            Some(name) => Err(KeyError::Missing(name)),
            None => template.written_path(&self.values).map_err(KeyError::from),
        };
        let path = ResourcePath::written(path, template.path().to_owned());
        self.parts.resource = Resource::written(self.parts.resource.client().clone(), path);
        for (name, value) in template.written_options(changed, &self.values).flatten() {
            self.parts.set_option(name, value);
        }
    }

    /// Sets what errors and telemetry show as the path, such as `/users/{id}`. It should not contain values.
    pub fn described_as(mut self, template: &'static str) -> Self {
        self.parts.description.template = template.into();
        self
    }

    /// Sends a value as JSON (`Content-Type: application/json`).
    ///
    /// A generated type or [`Object`](crate::Object) is sent with the properties that are set.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        self.parts.set_json(serde_json::to_vec(body).map_err(|problem| problem.to_string()));
        self
    }

    /// Sends bytes of a media type, such as `text/plain`.
    pub fn body(mut self, body: impl Into<Bytes>, media_type: &str) -> Self {
        self.parts.set_body(body.into());
        self.parts.description.sends_body = true;
        self.parts.set_header("content-type", media_type);
        self
    }

    /// Sets how the response is read: as `Object<User>`, as [`Page<T>`](Page), as `Option<…>` if the response may be
    /// empty, or as `()` to ignore it.
    pub fn read<T: Respond>(self) -> RawRequest<T> {
        let Self { parts, template, values, .. } = self;
        RawRequest { parts: parts.accept(T::ACCEPT), template, values, answer: PhantomData }
    }

    /// Sets that the response is read as JSON, as a type that implements serde's `Deserialize`, such as
    /// [`Json`](crate::Json) or a type of your own.
    ///
    /// Of [the limit of memory](crate::ClientBuilder::max_response_memory), a response takes what it takes as `Json`.
    pub fn read_json<T: DeserializeOwned>(self) -> RawRequest<FromJson<T>> {
        self.read()
    }
}

impl<R: Respond> RawRequest<R> {
    /// Reads a null as `None`, instead of returning an [error](crate::Error::is_null).
    #[doc(alias = "null")]
    pub fn optional(self) -> RawRequest<Option<R>> {
        let Self { parts, template, values, .. } = self;
        RawRequest { parts, template, values, answer: PhantomData }
    }
}

impl_request!(RawRequest<R: Respond>, R => R::Output);
impl_pages!(RawRequest<Page<T>>, T, <T: PageItem>);
impl_begin!(RawRequest);
