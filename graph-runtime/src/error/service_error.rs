use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use crate::{
    description::{Description, Permissions},
    retry::{http_date, retry_after},
};

/// An error that the service answered with: Graph's envelope where there is one, the status and the raw body in any case.
pub struct ServiceError {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    operation: String,
    permissions: &'static Permissions,
    code: Option<String>,
    message: Option<String>,
    target: Option<String>,
    details: Vec<ErrorDetail>,
    codes: Vec<String>,
    request_id: Option<String>,
    client_request_id: Option<String>,
    date: Option<String>,
}

/// One of several things that are wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The code.
    pub code: Option<String>,
    /// The message, for people.
    pub message: Option<String>,
    /// What it is about.
    pub target: Option<String>,
}

/// Inner errors nest; more than this is no service's doing.
const DEEPEST: usize = 16;

impl ServiceError {
    /// Reads an answer that is no success. Whatever its body is, this does not fail.
    #[must_use]
    pub fn new(response: http::Response<Bytes>, description: &Description) -> Self {
        let (head, body) = response.into_parts();
        let header = |name: &str| head.headers.get(name)?.to_str().ok().map(str::to_owned);
        let mut made = Self {
            status: head.status,
            operation: description.to_string(),
            permissions: description.permissions,
            code: None,
            message: None,
            target: None,
            details: Vec::new(),
            codes: Vec::new(),
            request_id: header("request-id"),
            client_request_id: header("client-request-id"),
            date: header("date"),
            headers: head.headers,
            body,
        };
        if let Ok(Value::Object(envelope)) = serde_json::from_slice(&made.body) {
            // Some proxies and older services leave the envelope's `error` away.
            let error = envelope.get("error").and_then(Value::as_object).unwrap_or(&envelope);
            made.read(error);
            // OAuth has the code itself there, and its message beside it (RFC 6749, section 5.2).
            if let Some(code) = text(&envelope, "error") {
                made.codes.push(code.clone());
                made.message = made.message.or_else(|| text(&envelope, "error_description"));
                made.code = Some(code);
            }
        }
        made
    }

    fn read(&mut self, error: &Map<String, Value>) {
        self.code = text(error, "code");
        self.message = text(error, "message");
        self.target = text(error, "target");
        if let Some(Value::Array(details)) = error.get("details") {
            self.details = details.iter().filter_map(Value::as_object).map(detail).collect();
        }
        let mut current = Some(error);
        for _ in 0..DEEPEST {
            let Some(level) = current else { break };
            self.codes.extend(text(level, "code").filter(|code| !code.is_empty()));
            self.request_id = self.request_id.take().or_else(|| text(level, "request-id"));
            self.client_request_id = self.client_request_id.take().or_else(|| text(level, "client-request-id"));
            self.date = self.date.take().or_else(|| text(level, "date"));
            current = ["innerError", "innererror"].iter().find_map(|name| level.get(*name)?.as_object());
        }
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The outermost code: `Request_ResourceNotFound`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The innermost code, which is the most specific; decide by this, never by the message.
    #[must_use]
    pub fn innermost_code(&self) -> Option<&str> {
        self.codes.last().map(String::as_str)
    }

    /// All codes, outermost first.
    #[must_use]
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// The message, for people.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// What the error is about: a property, a parameter.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.target.as_deref()
    }

    /// Several things that are wrong, if the service lists them.
    #[must_use]
    pub fn details(&self) -> &[ErrorDetail] {
        &self.details
    }

    /// What the service calls the request; Microsoft's support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// What this client called the request.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.client_request_id.as_deref()
    }

    /// When it happened, as the service says.
    #[must_use]
    pub fn date(&self) -> Option<&str> {
        self.date.as_deref()
    }

    /// How long the service asks to wait (`Retry-After`). A date counts from the answer's own `Date`; without that it is not known.
    #[must_use]
    pub fn retry_after(&self) -> Option<std::time::Duration> {
        let theirs = http_date(self.header("date").unwrap_or_default(), std::time::SystemTime::UNIX_EPOCH);
        let is_number = self.header("retry-after")?.trim().starts_with(|first: char| first.is_ascii_digit());
        if theirs.is_none() && !is_number {
            return None;
        }
        retry_after(&self.headers, theirs.unwrap_or(std::time::SystemTime::UNIX_EPOCH))
    }

    /// The headers of the answer.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The text of a header, if it came and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as it came.
    #[must_use]
    pub const fn raw_body(&self) -> &Bytes {
        &self.body
    }
}

fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name)?.as_str().map(str::to_owned)
}

fn detail(object: &Map<String, Value>) -> ErrorDetail {
    ErrorDetail { code: text(object, "code"), message: text(object, "message"), target: text(object, "target") }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.operation, self.status)?;
        if let Some(code) = self.innermost_code() {
            write!(f, ", {code}")?;
        }
        if let Some(message) = self.message().filter(|message| !message.is_empty()) {
            write!(f, ": {message}")?;
        }
        if let Some(target) = self.target() {
            write!(f, " (about {target})")?;
        }
        // What Microsoft's support asks for.
        match (self.request_id(), self.date()) {
            (Some(id), Some(date)) => write!(f, " (request-id {id}, {date})")?,
            (Some(id), None) => write!(f, " (request-id {id})")?,
            (None, _) => {}
        }
        match self.status {
            StatusCode::FORBIDDEN => write!(f, "{}", Needed(self.permissions)),
            _ => Ok(()),
        }
    }
}

/// What a caller needs, as the end of a sentence.
struct Needed<'a>(&'a Permissions);

impl fmt::Display for Needed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Permissions { delegated_least, delegated_higher, application_least, application_higher, roles } = self.0;
        for (kind, least, higher) in [
            ("delegated permission", delegated_least, delegated_higher),
            ("application permission", application_least, application_higher),
        ] {
            if !least.is_empty() {
                write!(f, "; needs the {kind} {}", least.join(" or "))?;
                if !higher.is_empty() {
                    write!(f, " (or the higher {})", higher.join(" or "))?;
                }
            }
        }
        if !roles.is_empty() {
            write!(f, "; a signed-in user needs the role {}", roles.join(" or "))?;
        }
        Ok(())
    }
}

impl fmt::Debug for ServiceError {
    /// The body is left out: it may hold what the caller sent.
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
