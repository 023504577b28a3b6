use std::{error::Error as StdError, io, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{Cause, Error, ErrorKind, ServiceError};
use crate::{
    auth::CredentialTimeout,
    description::{Description, Permissions},
    path::KeyError,
    transport::{TokenProblem, TokenRefused, TransportError, TransportErrorKind},
};

mod untrusted_text;

const GET: Description = Description::get("microsoft.graph.user", "/users/{id}");

fn service(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Error {
    static PERMISSIONS: Permissions = Permissions::UNKNOWN.with_delegated("*User.Read");
    let mut response = http::Response::new(Bytes::from(body.to_owned()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    for (name, value) in headers {
        response.headers_mut().insert(*name, value.parse().unwrap());
    }
    ServiceError::new(response, &GET.with_permissions(&PERMISSIONS)).into()
}

fn transport(kind: TransportErrorKind) -> Error {
    Error::transport(GET, TransportError::new(kind, Some(io::Error::other("reset by peer").into())))
}

fn origin() -> String {
    "http://x.example".to_owned()
}

/// Returns an error of each kind, its text, and the text with its causes if that differs.
fn each_kind() -> Vec<(ErrorKind, Error, &'static str, &'static str)> {
    use ErrorKind as Kind;
    let headers = HeaderMap::new();
    let not_found = || {
        let mut response = http::Response::new(Bytes::new());
        *response.status_mut() = StatusCode::NOT_FOUND;
        response
    };
    let refused = |problem| TokenRefused { request: "HEAD /".to_owned(), problem };
    let port = || url::Url::parse("http://x:port/").unwrap_err();
    let not_json = || serde_json::from_str::<u8>("nonsense").unwrap_err();
    vec![
        (
            Kind::ServiceRoot,
            Error::service_root(port()),
            "the service's URL is not valid",
            "the service's URL is not valid: invalid port number",
        ),
        (
            Kind::ServiceRoot,
            Error::service_root("it must not have a query"),
            "the service's URL is not valid: it must not have a query",
            "",
        ),
        (
            Kind::Configuration,
            Error::configuration(Cause::new("failed to set up TLS", io::Error::other("no certificates"))),
            "failed to set up TLS",
            "failed to set up TLS: no certificates",
        ),
        (
            Kind::Configuration,
            Error::no_timer(GET),
            "GET /users/{id}: the client has no timer and cannot wait; set one with `ClientBuilder::timer`",
            "",
        ),
        (
            Kind::InvalidKey,
            Error::invalid_key(GET, KeyError::Empty("id")),
            "GET /users/{id}: the key `id` is empty",
            "",
        ),
        (
            Kind::InvalidRequest,
            Error::unsendable(GET, "the header `x` or its value is not valid in HTTP"),
            "GET /users/{id}: the header `x` or its value is not valid in HTTP",
            "",
        ),
        (
            Kind::InvalidRequest,
            Error::invalid_request(&GET, "the body has no id"),
            "GET /users/{id}: the request cannot be built",
            "GET /users/{id}: the request cannot be built: the body has no id",
        ),
        (
            Kind::InvalidLink,
            Error::invalid_link(GET, port()),
            "GET /users/{id}: the link is not a valid URL",
            "GET /users/{id}: the link is not a valid URL: invalid port number",
        ),
        #[cfg(feature = "blocking")]
        (
            Kind::BlockingCall,
            Error::blocking_call(None),
            "a blocking call was made from asynchronous code; use the asynchronous `Client` instead",
            "",
        ),
        (Kind::ForeignTicket, Error::foreign_ticket(GET), "GET /users/{id}: the ticket belongs to another batch", ""),
        (
            Kind::Credential,
            Error::credential(GET, CredentialTimeout { limit: Duration::from_secs(3) }),
            "GET /users/{id}: failed to get an access token",
            "GET /users/{id}: failed to get an access token: the credential did not finish within 3s, which \
             `ClientBuilder::credential_timeout` sets",
        ),
        (
            Kind::Credential,
            Error::credential(GET, "the token is empty"),
            "GET /users/{id}: failed to get an access token: the token is empty",
            "",
        ),
        (
            Kind::CsrfToken,
            Error::csrf_token(&GET, not_found(), refused(TokenProblem::Missing)),
            "GET /users/{id}: not sent, because no CSRF token could be fetched: HEAD /: 404 Not Found",
            "",
        ),
        (
            Kind::CsrfToken,
            Error::csrf_token(&GET, not_found(), refused(TokenProblem::TooLong(4096))),
            "GET /users/{id}: not sent, because the CSRF token is longer than 4096 bytes: HEAD /: 404 Not Found",
            "",
        ),
        (
            Kind::CsrfToken,
            Error::csrf_token(&GET, not_found(), refused(TokenProblem::NotAccepted)),
            "GET /users/{id}: the service did not accept the CSRF token that it issued: HEAD /: 404 Not Found",
            "",
        ),
        (
            Kind::InsecureOrigin,
            Error::insecure_origin(None, origin()),
            "an access token is not sent over plain http to http://x.example; use https",
            "",
        ),
        (
            Kind::ForeignOrigin,
            Error::foreign_origin(GET, origin(), "https://y.example".to_owned()),
            "GET /users/{id}: the request would go to http://x.example, but the service is at https://y.example; \
             it was not sent",
            "",
        ),
        (
            Kind::InsecureLink,
            Error::insecure_link(GET, origin()),
            "GET /users/{id}: the link to http://x.example is not followed; a link to another origin must use https",
            "",
        ),
        (
            Kind::LinkCycle,
            Error::link_cycle(GET, "the service's links form a cycle"),
            "GET /users/{id}: the service's links form a cycle",
            "",
        ),
        (
            Kind::Unfinished,
            Error::unfinished(GET, Duration::from_secs(60)),
            "GET /users/{id}: the service did not finish within 60s, which `Poller::limit` sets; it may still be \
             working",
            "",
        ),
        (
            Kind::FailedDependency,
            Error::dependency_failed(GET, None, None),
            "GET /users/{id}: not executed, because a call that it depends on failed",
            "",
        ),
        (
            Kind::FailedDependency,
            Error::dependency_failed(
                GET,
                Some("POST /groups".to_owned()),
                Some(ServiceError::new(http::Response::new(Bytes::new()), &GET)),
            ),
            "GET /users/{id}: not executed, because `POST /groups` failed",
            "GET /users/{id}: not executed, because `POST /groups` failed: GET /users/{id}: 200 OK",
        ),
        (
            Kind::Batch,
            Error::batch(GET, Arc::new(transport(TransportErrorKind::Connect))),
            "GET /users/{id}: the batch request failed",
            "GET /users/{id}: the batch request failed: GET /users/{id}: failed to connect: reset by peer",
        ),
        (
            Kind::ContentChanged,
            Error::content_changed(GET),
            "GET /users/{id}: the content changed during the download; start again",
            "",
        ),
        (
            Kind::Io,
            Error::io(GET, "failed to read the content to upload", io::Error::other("disk")),
            "GET /users/{id}: failed to read the content to upload",
            "GET /users/{id}: failed to read the content to upload: disk",
        ),
        (
            Kind::UploadSession,
            Error::upload_session(GET, "the service keeps asking for the same bytes"),
            "GET /users/{id}: the service keeps asking for the same bytes",
            "",
        ),
        (
            Kind::Transport,
            transport(TransportErrorKind::TooLarge(5)),
            "GET /users/{id}: the response is larger than the limit of 5 bytes; \
             `ClientBuilder::max_response_size` sets it, and `ContentStream::limit` that of a stream",
            "GET /users/{id}: the response is larger than the limit of 5 bytes; \
             `ClientBuilder::max_response_size` sets it, and `ContentStream::limit` that of a stream: reset by peer",
        ),
        (
            Kind::Service,
            service(
                404,
                &[("request-id", "r-1")],
                r#"{"error": {"code": "NotFound", "message": "Gone.", "target": "id"}}"#,
            ),
            "GET /users/{id}: 404 Not Found, NotFound: Gone. (target id) (request-id r-1)",
            "",
        ),
        (
            Kind::Service,
            service(401, &[], ""),
            "GET /users/{id}: 401 Unauthorized; the access token is missing, expired or not accepted by this service; \
             check the credential, and that its scopes are those of this service (its audience)",
            "",
        ),
        (
            Kind::Service,
            service(403, &[], ""),
            "GET /users/{id}: 403 Forbidden; needs the delegated permission User.Read",
            "",
        ),
        (
            Kind::Service,
            service(429, &[("retry-after", "30")], ""),
            "GET /users/{id}: 429 Too Many Requests; the service asks to wait 30s",
            "",
        ),
        (
            Kind::Decode,
            Error::undecodable(GET, StatusCode::OK, &headers, Bytes::from("secret"), not_json()),
            "GET /users/{id}: failed to decode the response (200 OK, 6 bytes)",
            "GET /users/{id}: failed to decode the response (200 OK, 6 bytes): expected ident at line 1 column 2",
        ),
        (
            Kind::Decode,
            Error::undecodable(GET, StatusCode::OK, &headers, Bytes::new(), "the body is empty"),
            "GET /users/{id}: failed to decode the response (200 OK, 0 bytes): the body is empty",
            "",
        ),
    ]
}

#[test]
fn messages_of_each_kind_do_not_repeat_their_sources() {
    for (kind, error, text, chain) in each_kind() {
        assert_eq!((error.kind(), error.to_string().as_str()), (kind, text));
        assert_eq!(format!("{error:#}"), if chain.is_empty() { text } else { chain });
        assert_eq!(error.source().is_some(), !chain.is_empty(), "{error}");
        let debug = format!("{error:?} {error:#?}");
        assert!(!debug.contains("secret") && debug.contains(&format!("{kind:?}")), "{debug}");
        let last = text.rsplit([':', ';']).next().unwrap_or_default().trim_start();
        assert!(!last.starts_with(char::is_uppercase) || kind == ErrorKind::Service, "{text}");
        assert!(!text.ends_with('.') && !text.contains('\n'), "{text}");
    }
}

/// `fn main() -> Result<(), Error>` prints `Debug`.
#[test]
fn debug_is_readable() {
    for (kind, error, ..) in each_kind() {
        assert_eq!(format!("{error:?}"), format!("{error:#}"));
        let fields = format!("{error:#?}");
        assert!(fields.starts_with("Error {") && fields.contains(&format!("{kind:?}")), "{fields}");
    }
}

#[test]
fn errors_say_what_to_do() {
    for (status, code, hint) in [
        (401, "InvalidAuthenticationToken", "check the credential, and that its scopes are those of this service"),
        (403, "Authorization_RequestDenied", "needs the delegated permission User.Read"),
        (404, "Request_ResourceNotFound", "if it was created just now, it may appear only after a while"),
        (400, "Request_UnsupportedQuery", "need `ConsistencyLevel: eventual` and `$count=true`: call `eventual`"),
        (412, "x", "the resource was changed; read it again for its ETag"),
    ] {
        let error = service(status, &[], &format!(r#"{{"error": {{"code": "{code}", "message": "m"}}}}"#));
        assert!(error.to_string().contains(hint), "{error}");
    }
    let mut response = http::Response::new(Bytes::new());
    *response.status_mut() = StatusCode::FORBIDDEN;
    let unknown = ServiceError::new(response, &GET).to_string();
    assert!(unknown.ends_with("the application or the signed-in user lacks a permission or a role"), "{unknown}");
    assert!(!service(404, &[], "{}").to_string().contains("after a while"));
    let mut response = http::Response::new(Bytes::from(r#"{"error": {"code": "Request_ResourceNotFound"}}"#));
    *response.status_mut() = StatusCode::NOT_FOUND;
    let other = ServiceError::new(response, &Description { is_of_graph: false, ..GET }).to_string();
    assert_eq!(other, format!("{GET}: 404 Not Found, Request_ResourceNotFound"));
}

#[test]
fn an_error_is_one_pointer() {
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    fn is_shareable<T: Send + Sync + 'static>() {}
    is_shareable::<Error>();
}

#[test]
fn kinds_are_named_after_their_variants() {
    for (kind, ..) in each_kind() {
        let mut name = String::new();
        for c in format!("{kind:?}").chars() {
            if c.is_uppercase() && !name.is_empty() {
                name.push('_');
            }
            name.push(c.to_ascii_lowercase());
        }
        assert_eq!(kind.name(), name);
    }
}

#[test]
fn predicates_match_their_kinds() {
    use ErrorKind as Kind;
    for (kind, error, ..) in each_kind() {
        let sent = matches!(
            kind,
            Kind::Service
                | Kind::Decode
                | Kind::Unfinished
                | Kind::ContentChanged
                | Kind::UploadSession
                | Kind::Io
                | Kind::Transport
        );
        assert_eq!(error.may_have_been_sent(), sent, "{error}");
        let timeout = kind == Kind::Unfinished || kind == Kind::Credential && error.time_limit().is_some();
        assert_eq!(error.is_timeout(), timeout, "{error}");
        assert_eq!(error.is_credential(), kind == Kind::Credential, "{error}");
        assert_eq!(error.is_decode(), kind == Kind::Decode, "{error}");
        assert_eq!(error.is_connect(), kind == Kind::Batch, "{error}");
        let status = matches!(kind, Kind::Service | Kind::Decode | Kind::CsrfToken) || error.service_error().is_some();
        assert_eq!((error.status().is_some(), error.raw_body().is_some()), (status, status), "{error}");
        assert_eq!(error.key_error().is_some(), kind == Kind::InvalidKey, "{error}");
        let origin = matches!(kind, Kind::InsecureOrigin | Kind::ForeignOrigin | Kind::InsecureLink);
        assert_eq!(error.origin().is_some(), origin, "{error}");
        assert_eq!(error.batch_error().is_some(), kind == Kind::Batch, "{error}");
        assert_eq!(error.size_limit().is_some(), kind == Kind::Transport, "{error}");
        if let Some(operation) = error.operation() {
            assert_eq!(operation, "GET /users/{id}");
        }
    }
    assert!(transport(TransportErrorKind::Timeout).is_timeout());
    assert!(service(403, &[], "").is_permission_denied() && service(401, &[], "").is_unauthorized());
    let throttled = service(429, &[("retry-after", "30")], "");
    assert!(throttled.is_throttled() && throttled.retry_after() == Some(Duration::from_secs(30)));
    assert_eq!(service(500, &[("request-id", "r-1")], "").request_id(), Some("r-1"));
}

#[test]
fn calls_of_a_failed_batch_expose_its_details() {
    let error = Error::batch(GET, Arc::new(service(429, &[("retry-after", "7"), ("request-id", "r-1")], "{}")));
    assert!(error.is_throttled() && error.may_have_been_sent() && !error.is_decode());
    assert_eq!((error.request_id(), error.retry_after()), (Some("r-1"), Some(Duration::from_secs(7))));
    assert!(error.batch_error().is_some_and(|error| error.kind() == ErrorKind::Service));
}

#[test]
fn a_decode_error_has_the_request_id() {
    let mut response = http::Response::new(Bytes::from("nonsense"));
    response.headers_mut().insert("request-id", "r-1".parse().unwrap());
    let error = Error::decode(&GET, &response, "nonsense");
    assert_eq!((error.request_id(), error.status()), (Some("r-1"), Some(StatusCode::OK)));
    assert_eq!(error.raw_body().map(|body| &**body), Some(&b"nonsense"[..]));
}
