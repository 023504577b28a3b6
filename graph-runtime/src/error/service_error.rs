use std::fmt::{self, Write};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::{CALL_TIMEOUT, NoTimeLeft, required_permissions::RequiredPermissions};
use crate::text::{OneLine, is_utf16, repaired_json, without_byte_order_mark};
use crate::{
    description::{Description, Permissions},
    time::{parse_http_date, retry_after},
};

/// An error that a service responded with.
///
/// It has the status, the headers and the unchanged body, and the code, message and details if the body is an error in
/// the JSON format of OData or OAuth.
///
/// `Display` shows the operation, the status, the innermost code, the message and the request id on one line, with
/// control characters escaped, and what to do if that is known. For a 403, these are the permissions that allow the
/// operation.
///
/// ```
/// use graph_runtime::{Description, ServiceError, http};
///
/// let body = r#"{"error": {"code": "UnknownError", "innerError": {"code": "itemNotFound"}, "message": "Gone."}}"#;
/// let response = http::Response::builder().status(404).body(body.into())?;
/// let error = ServiceError::new(response, &Description::get("user", "/users/{id}"));
/// assert_eq!(error.innermost_code(), Some("itemNotFound"));
/// assert_eq!(error.to_string(), "GET /users/{id}: 404 Not Found, itemNotFound: Gone.");
/// # Ok::<(), http::Error>(())
/// ```
pub struct ServiceError {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    operation: String,
    /// Only if the status is 403.
    permissions: Option<Box<Permissions>>,
    code: Option<String>,
    message: Option<String>,
    target: Option<String>,
    details: Vec<ErrorDetail>,
    codes: Vec<String>,
    is_of_graph: bool,
    request_id: Option<String>,
    client_request_id: Option<String>,
    date: Option<String>,
    no_time_left: Option<Box<NoTimeLeft>>,
}

/// One of several errors that a service lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The code.
    pub code: Option<String>,
    /// The message, for a person to read.
    pub message: Option<String>,
    /// The property or parameter that it is about.
    pub target: Option<String>,
}

/// The most levels of inner errors that are read. No known service nests more.
const MAX_DEPTH: usize = 16;

/// The most bytes of a body that is read as an error. As a document, it takes many times the memory.
const MAX_LENGTH: usize = 1 << 20;

impl ServiceError {
    /// Reads a response whose status is not a success. Any body is accepted. One of more than
    /// 1 MiB is kept, but no code and message are read from it.
    #[must_use]
    pub fn new(response: http::Response<Bytes>, description: &Description) -> Self {
        let (head, body) = response.into_parts();
        let header = |name: &str| head.headers.get(name)?.to_str().ok().map(str::to_owned);
        let permissions = (head.status == StatusCode::FORBIDDEN).then(|| description.permissions());
        let mut made = Self {
            status: head.status,
            operation: description.to_string(),
            permissions: permissions.filter(Permissions::is_known).map(Box::new),
            code: None,
            message: None,
            target: None,
            details: Vec::new(),
            codes: Vec::new(),
            is_of_graph: description.is_of_graph,
            request_id: header("request-id"),
            client_request_id: header("client-request-id"),
            date: header("date"),
            no_time_left: head.extensions.get::<NoTimeLeft>().copied().map(Box::new),
            headers: head.headers,
            body,
        };
        if let Some(envelope) = document(&made.body) {
            // Some proxies and older services omit the envelope's `error`.
            made.read(error_in(&envelope).unwrap_or(&envelope));
            // In OAuth, `error` is the code, and the message is next to it (RFC 6749, section 5.2).
            if let Some(code) = text(&envelope, "error") {
                made.codes.push(code.clone());
                made.message = made.message.or_else(|| text(&envelope, "error_description"));
                made.code = Some(code);
            }
        }
        made
    }

    /// Reads the error in the body of a successful response; `None` if the body is something else.
    pub(crate) fn of_success(
        headers: &HeaderMap,
        mut response: http::Response<Bytes>,
        description: &Description,
    ) -> Option<Self> {
        let envelope = document(response.body())?;
        let is_error = error_in(&envelope).is_some_and(|error| text(error, "code").is_some());
        is_error.then(|| {
            headers.clone_into(response.headers_mut());
            Self::new(response, description)
        })
    }

    /// Replaces the operation by another request that was sent for it.
    pub(super) fn of_request(self, request: String) -> Self {
        Self { operation: request, permissions: None, ..self }
    }

    /// Returns what `Display` shows, without the parts that describe the operation: hints, permissions and ids.
    pub(super) const fn summary(&self) -> impl fmt::Display {
        Summary(self)
    }

    fn read(&mut self, error: &Map<String, Value>) {
        self.code = text(error, "code");
        // In version 3 of OData, a message has a language.
        self.message = text(error, "message").or_else(|| text(error.get("message")?.as_object()?, "value"));
        self.target = text(error, "target");
        if let Some(Value::Array(details)) = error.get("details") {
            self.details = details.iter().filter_map(Value::as_object).map(detail).collect();
        }
        let mut current = Some(error);
        for _ in 0..MAX_DEPTH {
            let Some(level) = current else { break };
            self.codes.extend(text(level, "code").filter(|code| !code.is_empty()));
            self.request_id = self.request_id.take().or_else(|| text(level, "request-id"));
            self.client_request_id = self.client_request_id.take().or_else(|| text(level, "client-request-id"));
            self.date = self.date.take().or_else(|| text(level, "date"));
            current = ["innerError", "innererror"].iter().find_map(|name| level.get(*name)?.as_object());
        }
    }

    /// Returns the operation that failed, as its method and path template: `GET /users/{id}`.
    #[must_use]
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// Returns the status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the outermost code: `Request_ResourceNotFound`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Returns the innermost code, which is the most specific. Match on codes, not on messages.
    #[must_use]
    pub fn innermost_code(&self) -> Option<&str> {
        self.codes.last().map(String::as_str)
    }

    /// Returns all codes, outermost first.
    #[must_use]
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// Returns the unchanged message, for a person to read. It may contain control characters, which `Display`
    /// escapes, and be of any length; `Display` shows 2,000 characters of it.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// Returns the property or parameter that the error is about.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }

    /// Returns the individual errors, if the service lists several.
    #[must_use]
    pub fn details(&self) -> &[ErrorDetail] {
        &self.details
    }

    /// Returns the service's identifier of the request. Microsoft's support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the client's identifier of the request.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_deref()
    }

    /// Returns the date of the error, according to the service.
    #[must_use]
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    /// Returns how long the service asks to wait (`Retry-After`).
    ///
    /// A date in it is relative to the response's `Date`; without that header, this is `None`.
    #[must_use]
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        let theirs = parse_http_date(self.header("date").unwrap_or_default(), std::time::SystemTime::UNIX_EPOCH);
        let is_number = self.header("retry-after")?.trim().starts_with(|first: char| first.is_ascii_digit());
        if theirs.is_none() && !is_number {
            return None;
        }
        retry_after(&self.headers, theirs.unwrap_or(std::time::SystemTime::UNIX_EPOCH))
    }

    /// Returns where the time of the call went, if there was no time left to send it again.
    #[must_use]
    pub fn time_spent(&self) -> Option<crate::time::TimeSpent> {
        self.no_time_left.as_ref().map(|end| end.spent)
    }

    /// Returns the time limit of the call, if there was no time left to send it again.
    pub(super) fn time_limit(&self) -> Option<std::time::Duration> {
        self.no_time_left.as_ref().map(|end| end.limit)
    }

    /// Returns the permissions that allow the operation, if the status is 403 and they are known.
    #[must_use]
    pub fn permissions(&self) -> Option<&Permissions> {
        self.permissions.as_deref()
    }

    /// Returns the headers of the response.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the value of a header, if the response has it and it is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the unchanged body.
    #[must_use]
    pub const fn raw_body(&self) -> &Bytes {
        &self.body
    }
}

/// Reads a body as an object. JSON that is not valid is repaired, because an error without its code is of little use.
fn document(body: &[u8]) -> Option<Map<String, Value>> {
    let json = without_byte_order_mark(body);
    if json.len() > MAX_LENGTH || !json.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    match serde_json::from_slice(json) {
        Ok(document) => Some(document),
        Err(_) => serde_json::Deserializer::from_str(&repaired_json(json)).into_iter().next()?.ok(),
    }
}

/// Returns the error in an envelope of version 4 or 3 of OData.
fn error_in(envelope: &Map<String, Value>) -> Option<&Map<String, Value>> {
    ["error", "odata.error"].iter().find_map(|name| envelope.get(*name)?.as_object())
}

fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name)?.as_str().map(str::to_owned)
}

fn detail(object: &Map<String, Value>) -> ErrorDetail {
    ErrorDetail { code: text(object, "code"), message: text(object, "message"), target: text(object, "target") }
}

/// The most characters of a message that `Display` shows, so that a service cannot fill a log.
const MAX_SHOWN: usize = 2_000;

/// What to do about errors of Graph's directory, by code.
const HINTS: [(&str, &str); 2] = [
    // <https://learn.microsoft.com/graph/aad-advanced-queries>
    (
        "Request_UnsupportedQuery",
        "some queries of directory objects need `ConsistencyLevel: eventual` and `$count=true`: call `eventual`, or \
         build the query with `filter` and `order_by`",
    ),
    // Changes reach all replicas of the directory only after a while.
    ("Request_ResourceNotFound", "if it was created just now, it may appear only after a while"),
];

/// The operation, the status, the code and the message.
struct Summary<'a>(&'a ServiceError);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(error) = self;
        let mut line = OneLine(f);
        write!(line, "{}: {}", error.operation, error.status)?;
        if let Some(code) = error.innermost_code() {
            write!(line, ", {code}")?;
        }
        if let Some(message) = error.message().filter(|message| !message.is_empty()) {
            match message.char_indices().nth(MAX_SHOWN) {
                Some((end, _)) => write!(line, ": {}…", &message[..end])?,
                None => write!(line, ": {message}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.summary().fmt(f)?;
        let mut line = OneLine(f);
        if is_utf16(&self.body) {
            line.write_str(" (the body is UTF-16, and was not read)")?;
        }
        if let Some(target) = self.target() {
            write!(line, " (target {target})")?;
        }
        match (self.request_id(), self.date()) {
            (Some(id), Some(date)) => write!(line, " (request-id {id}, {date})")?,
            (Some(id), None) => write!(line, " (request-id {id})")?,
            (None, _) => {}
        }
        if let Some(NoTimeLeft { limit, spent }) = self.no_time_left.as_deref() {
            write!(line, "; a retry would exceed the time limit of {limit:?} ({spent}), which {CALL_TIMEOUT}")?;
        }
        match self.status {
            StatusCode::UNAUTHORIZED => {
                line.write_str("; the access token is missing, expired or not accepted by this service")?;
                line.write_str("; check the credential, and that its scopes are those of this service (its audience)")
            }
            StatusCode::FORBIDDEN => match &self.permissions {
                None => line.write_str("; the application or the signed-in user lacks a permission or a role"),
                Some(permissions) => write!(line, "{}", RequiredPermissions(permissions)),
            },
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => match self.retry_after() {
                Some(time) => write!(line, "; the service asks to wait {time:?}"),
                None => Ok(()),
            },
            StatusCode::PRECONDITION_FAILED => line.write_str("; the resource was changed; read it again for its ETag"),
            _ => {
                match HINTS.iter().find(|(code, _)| self.is_of_graph && self.codes.iter().any(|known| known == code)) {
                    Some((_, hint)) => write!(line, "; {hint}"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl fmt::Debug for ServiceError {
    /// Omits the body, which may repeat parts of the request.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("codes", &self.codes)
            .field("message", &self.message)
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ServiceError {}
