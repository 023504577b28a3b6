use std::{fmt, time::Duration};

use base64::Engine;
use graph_runtime::{
    Bytes, Object,
    codec::{Value, to_json},
    codegen::Structured,
    http::{self, HeaderMap, HeaderName, HeaderValue, StatusCode, header},
};
use serde::Serialize;
use serde_json::json;

/// The output of a request that was expected by method and path: any [`Response`] answers it.
#[derive(Clone, Copy, Debug)]
pub struct AnyOutput;

/// A response of a [`Server`](crate::Server), to a request of any type.
///
/// ```
/// use std::time::Duration;
/// use graph_testing::Response;
///
/// let missing = Response::error(404, "Request_ResourceNotFound", "There is no such user.");
/// let throttled = Response::throttled(Duration::from_secs(2));
/// let slow = Response::no_content().after(Duration::from_secs(30));
/// let user = Response::json(200, &serde_json::json!({ "id": "a" })).etag("W/\"1\"");
/// ```
#[derive(Clone)]
#[must_use = "pass it to `answers`"]
pub struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) delay: Duration,
    pub(crate) is_lost: bool,
}

impl Response {
    /// Creates a response without a body.
    ///
    /// # Panics
    ///
    /// If the status is not a number from 100 to 999.
    #[track_caller]
    pub fn status(status: u16) -> Self {
        let Ok(status) = StatusCode::from_u16(status) else { panic!("{status} is not an HTTP status") };
        Self { status, headers: HeaderMap::new(), body: Bytes::new(), delay: Duration::ZERO, is_lost: false }
    }

    /// Creates a response without a body and with status 204.
    pub fn no_content() -> Self {
        Self::status(204)
    }

    /// Creates a response with a JSON body.
    ///
    /// # Panics
    ///
    /// If the status is not valid, or the value cannot be written as JSON.
    #[track_caller]
    pub fn json(status: u16, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(body) => Self::status(status).with_body("application/json", body),
            Err(problem) => panic!("the body of the response cannot be written as JSON: {problem}"),
        }
    }

    /// Creates a response with an entity or complex value.
    #[track_caller]
    pub fn object<T: Structured>(value: T) -> Self {
        Self::value(&Object::new(value))
    }

    /// Creates a response with a page of entities.
    #[track_caller]
    pub fn page<T: Structured>(items: impl IntoIterator<Item = T>) -> Self {
        let items: Vec<Object<T>> = items.into_iter().map(Object::new).collect();
        Self::from_text(format!("{{\"value\":{}}}", text_of(&items)))
    }

    /// Creates a response with content, as of a download.
    pub fn content(media_type: &str, body: impl Into<Bytes>) -> Self {
        Self::status(200).with_body(media_type, body)
    }

    /// Creates an error with the code and message of the service.
    ///
    /// # Panics
    ///
    /// If the status is not valid.
    #[track_caller]
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        Self::json(status, &json!({ "error": { "code": code, "message": message } }))
    }

    /// Creates the response of a service that is throttled: 429 with `Retry-After`, in whole seconds.
    pub fn throttled(retry_after: Duration) -> Self {
        Self::error(429, "TooManyRequests", "Too many requests.").retry_after(retry_after)
    }

    /// Creates the response of a service that is unavailable: 503 with `Retry-After`, in whole seconds.
    pub fn unavailable(retry_after: Duration) -> Self {
        Self::error(503, "ServiceUnavailable", "The service is unavailable.").retry_after(retry_after)
    }

    /// Creates the response to a condition (`If-Match`) that does not hold: 412.
    pub fn precondition_failed() -> Self {
        Self::error(412, "PreconditionFailed", "The entity has another ETag.")
    }

    /// Creates a claims challenge: 401 with the claims, as JSON, that the next token must have.
    ///
    /// The client requests a token with these claims, and sends the request again.
    ///
    /// Source: <https://learn.microsoft.com/entra/identity-platform/claims-challenge>.
    pub fn claims_challenge(claims: &str) -> Self {
        let claims = base64::engine::general_purpose::STANDARD.encode(claims);
        let challenge = format!("Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{claims}\"");
        let unauthorized = Self::error(401, "InvalidAuthenticationToken", "The token lacks claims.");
        unauthorized.with_header("www-authenticate", &challenge)
    }

    /// Creates a redirect with status 302, as to the storage of a file.
    ///
    /// # Panics
    ///
    /// If the URL cannot be the value of a header.
    #[track_caller]
    pub fn redirect(url: &str) -> Self {
        Self::status(302).with_header("location", url)
    }

    /// Creates no response: the connection is closed after the request was received.
    ///
    /// In a batch, the connection of the batch is closed.
    pub fn lost() -> Self {
        Self { is_lost: true, ..Self::no_content() }
    }

    /// Sets a header.
    ///
    /// # Panics
    ///
    /// If the name or the value is not valid.
    #[track_caller]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) else {
            panic!("`{name}: {value}` is not a valid header");
        };
        self.headers.insert(name, value);
        self
    }

    /// Sets the body and its media type.
    #[track_caller]
    pub fn with_body(mut self, media_type: &str, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self.with_header(header::CONTENT_TYPE.as_str(), media_type)
    }

    /// Sets the ETag: the header, and `@odata.etag` if the body is a JSON object.
    ///
    /// # Panics
    ///
    /// If the ETag cannot be the value of a header.
    #[track_caller]
    pub fn etag(mut self, etag: &str) -> Self {
        if let Ok(serde_json::Value::Object(mut members)) = serde_json::from_slice(&self.body) {
            members.insert("@odata.etag".to_owned(), etag.into());
            self.body = serde_json::Value::Object(members).to_string().into();
        }
        self.with_header("etag", etag)
    }

    /// Sets `Retry-After`, in whole seconds, rounded up.
    pub fn retry_after(self, time: Duration) -> Self {
        let seconds = time.as_secs() + u64::from(time.subsec_nanos() > 0);
        self.with_header("retry-after", &seconds.to_string())
    }

    /// Sends the response after a time.
    ///
    /// In memory it can pass at once: see [`Server::in_memory`](crate::Server::in_memory).
    pub const fn after(mut self, time: Duration) -> Self {
        self.delay = time;
        self
    }

    /// Creates a response with a value: an object as it is, another value as `{"value": …}`, and `null` as status 204.
    #[track_caller]
    pub(crate) fn value<T: Value>(value: &T) -> Self {
        let text = text_of(value);
        match text.as_bytes().first() {
            _ if text == "null" => Self::no_content(),
            Some(b'{') => Self::from_text(text),
            _ => Self::from_text(format!("{{\"value\":{text}}}")),
        }
    }

    pub(crate) fn from_text(text: String) -> Self {
        Self::status(200).with_body("application/json", text)
    }

    pub(crate) fn into_http(self) -> http::Response<Bytes> {
        let mut response = http::Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// Writes a value as JSON.
#[track_caller]
pub(crate) fn text_of<T: Value>(value: &T) -> String {
    match to_json(value) {
        Ok(text) => text,
        Err(problem) => panic!("the value of the response cannot be written as JSON: {problem}"),
    }
}

impl fmt::Debug for Response {
    /// Shows the status and the size of the body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status.as_u16())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Response;

    #[test]
    fn values_are_wrapped_unless_they_are_objects() {
        assert_eq!(Response::value(&5_i64).body, "{\"value\":5}");
        assert_eq!(Response::value(&None::<String>).status, 204);
        assert_eq!(Response::value(&serde_json::json!({ "a": 1 })).body, "{\"a\":1}");
    }

    #[test]
    fn waits_are_whole_seconds() {
        let seconds = |time| Response::throttled(time).headers["retry-after"].to_str().unwrap().to_owned();
        assert_eq!(seconds(Duration::from_millis(1500)), "2");
        assert_eq!(seconds(Duration::from_secs(3)), "3");
    }

    #[test]
    fn etags_are_in_the_header_and_the_body() {
        let response = Response::json(200, &serde_json::json!({ "id": "a" })).etag("\"1\"");
        assert_eq!(
            (&response.headers["etag"], &response.body[..]),
            (&"\"1\"".parse().unwrap(), &br#"{"@odata.etag":"\"1\"","id":"a"}"#[..])
        );
    }
}
