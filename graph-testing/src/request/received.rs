use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, OnceLock},
};

use graph_runtime::{
    Bytes, Object,
    codegen::Structured,
    http::{self, HeaderMap, Method, Uri},
};
use serde_json::Value;

use super::decoded::Decoded;
use crate::text::{HIDDEN, escaped, is_secret_header, option_pairs, redacted_json, shown_target};

/// A request that a [`Server`](crate::Server) received.
///
/// `Debug` and `Display` show no credentials: no headers, query options or JSON members that hold tokens or passwords.
///
/// ```
/// use graph_testing::{Response, Server};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), graph_runtime::Error> {
/// let server = Server::in_memory();
/// server.when_request("GET", "/users?$top=5").answers(Response::json(200, &serde_json::json!({ "value": [] })));
/// let request = server.client().request(graph_runtime::http::Method::GET, "/users").query_option("$top", "5");
/// request.send().await?;
///
/// let requests = server.requests();
/// assert_eq!(requests[0].path(), "/users");
/// assert_eq!(requests[0].option("$top").as_deref(), Some("5"));
/// assert_eq!(requests[0].to_string(), "GET /users?$top=5");
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Request {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    /// The path of the service's root.
    root: Arc<str>,
    is_batch_part: bool,
    is_to_other_host: bool,
    /// The URLs of entities that earlier calls of the same batch created, by the ids of these calls.
    created: Arc<BTreeMap<String, String>>,
    /// What expectations compare, read once.
    decoded: Arc<OnceLock<Decoded>>,
}

impl Request {
    pub(crate) fn new(request: http::Request<Bytes>, root: &Arc<str>, is_batch_part: bool) -> Self {
        let (head, body) = request.into_parts();
        Self {
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            body,
            root: Arc::clone(root),
            is_batch_part,
            is_to_other_host: false,
            created: Arc::default(),
            decoded: Arc::default(),
        }
    }

    /// Returns the method.
    #[must_use]
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path below the service's root, as it was sent: `/users/a%20b`.
    ///
    /// A path that is not below the root is whole.
    #[must_use]
    pub fn path(&self) -> &str {
        let path = self.uri.path();
        path.strip_prefix(&*self.root).filter(|rest| rest.is_empty() || rest.starts_with('/')).unwrap_or(path)
    }

    /// Returns the whole path, as it was sent: `/v1.0/users/a%20b`.
    #[must_use]
    pub fn full_path(&self) -> &str {
        self.uri.path()
    }

    /// Returns the query, as it was sent.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.uri.query()
    }

    /// Returns the names and values of the query options, decoded.
    #[must_use]
    pub fn options(&self) -> Vec<(String, String)> {
        option_pairs(self.uri.query().unwrap_or_default())
    }

    /// Returns the value of a query option, decoded.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<String> {
        self.options().into_iter().find_map(|(known, value)| (known == name).then_some(value))
    }

    /// Returns the headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the value of a header, if it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the access token, if the request has one.
    #[must_use]
    pub fn access_token(&self) -> Option<&str> {
        self.header("authorization")?.strip_prefix("Bearer ")
    }

    /// Returns the body.
    #[must_use]
    pub const fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// If the body is not JSON.
    pub fn json(&self) -> Result<Value, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// Reads the body as a generated type.
    ///
    /// # Errors
    ///
    /// If the body is not JSON. Members that the type does not declare, and values that do not fit, are in `extra`.
    pub fn body<T: Structured>(&self) -> Result<Object<T>, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    /// Returns the parts of the request that expectations compare.
    pub(crate) fn decoded(&self) -> &Decoded {
        self.decoded.get_or_init(|| Decoded::of(self))
    }

    /// Returns whether the request is a part of a batch.
    ///
    /// A batch is the request `POST /$batch`, and a request for each of its parts.
    #[must_use]
    pub const fn is_batch_part(&self) -> bool {
        self.is_batch_part
    }

    /// Marks a request to another host than the server's, if its URL has another one than `host`.
    pub(crate) fn of_host(mut self, host: &str) -> Self {
        self.is_to_other_host = self.uri.authority().is_some_and(|authority| authority != host);
        self
    }

    /// Returns whether the request was sent to another host than the server's, which only happens in memory.
    pub(crate) const fn is_to_other_host(&self) -> bool {
        self.is_to_other_host
    }

    /// Sets the URLs of entities that earlier calls of the batch created.
    pub(crate) fn after(mut self, created: Arc<BTreeMap<String, String>>) -> Self {
        self.created = created;
        self
    }

    /// Replaces a reference to an earlier call of the batch, at the beginning of a URL or path, by the URL of the
    /// entity that it created: `$1/Lines`.
    pub(crate) fn resolved(&self, url: &str) -> String {
        let reference = url.trim_start_matches('/').strip_prefix('$');
        let resolved = reference.and_then(|reference| {
            let (id, rest) = reference.split_at(reference.find('/').unwrap_or(reference.len()));
            Some(format!("{}{rest}", self.created.get(id)?))
        });
        resolved.unwrap_or_else(|| url.to_owned())
    }

    /// Returns whether the path is below the service's root.
    pub(crate) fn is_below_root(&self) -> bool {
        self.path().len() < self.full_path().len() || self.root.is_empty()
    }

    /// Returns the host and port to which the request was sent.
    pub(crate) fn host(&self) -> Option<&str> {
        self.uri.authority().map_or_else(|| self.header("host"), |host| Some(host.as_str()))
    }

    /// Returns the path and query as in a URL.
    pub(crate) fn target(&self) -> &str {
        self.uri.path_and_query().map_or("/", |target| target.as_str())
    }
}

/// The method, and the path with its query options decoded.
impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, shown_target(self.path(), self.uri.query()))
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<String> = self
            .headers
            .iter()
            .map(|(name, value)| match value.to_str() {
                // On loopback the mark of the client is lost, so that names decide too.
                Ok(text) if !value.is_sensitive() && !is_secret_header(name.as_str()) => format!("{name}: {text}"),
                _ => format!("{name}: {HIDDEN}"),
            })
            .collect();
        let body = match &self.decoded().json {
            Some(json) => escaped(&redacted_json(json).to_string()).into_owned(),
            None => format!("{} bytes", self.body.len()),
        };
        f.debug_struct("Request")
            .field("request", &format_args!("{self}"))
            .field("headers", &headers)
            .field("body", &format_args!("{body}"))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use graph_runtime::{Bytes, http};

    use super::Request;

    #[test]
    fn debug_hides_credentials() {
        let body = Bytes::from_static(br#"{"displayName":"Ann","password":"hunter2"}"#);
        let request =
            http::Request::post("https://h/v1.0/users?code=hunter3&a=1").header("authorization", "Bearer hunter4");
        let request = Request::new(request.body(body).unwrap(), &"/v1.0".into(), false);
        let shown = format!("{request:?} {request}");
        assert!(!shown.contains("hunter"), "{shown}");
        assert!(shown.contains("POST /users?code=(hidden)&a=1") && shown.contains("Ann"), "{shown}");
        assert_eq!(request.access_token(), Some("hunter4"));
    }

    #[test]
    fn debug_hides_headers_of_keys_and_sensitive_ones() {
        let mut request = http::Request::get("https://h/v1.0/users").body(Bytes::new()).unwrap();
        for name in ["apikey", "api-key", "x-functions-key", "x-auth-token", "x-my-auth"] {
            request.headers_mut().insert(name, http::HeaderValue::from_static("hunter1"));
        }
        let mut value = http::HeaderValue::from_static("hunter2");
        value.set_sensitive(true);
        request.headers_mut().insert("x-own", value);
        let shown = format!("{:?}", Request::new(request, &"/v1.0".into(), false));
        assert!(!shown.contains("hunter"), "{shown}");
    }

    #[test]
    fn debug_hides_headers_of_calls_in_batches() {
        let body = r#"{"requests":[{"url":"/a?sig=hunter1","headers":{"authorization":"Bearer hunter2"}}]}"#;
        let request = http::Request::post("https://h/v1.0/$batch").body(Bytes::from(body)).unwrap();
        let shown = format!("{:?}", Request::new(request, &"/v1.0".into(), false));
        assert!(!shown.contains("hunter") && shown.contains("/a?sig=(hidden)"), "{shown}");
    }
}
