//! Text from services and credentials in messages.

use std::error::Error as StdError;

use super::{GET, service};
use crate::{
    error::{Error, ServiceError},
    transport::{TransportError, TransportErrorKind},
};

#[test]
fn long_messages_are_shortened() {
    let message = "ü".repeat(400_000);
    let error = service(400, &[], &serde_json::json!({"error": {"code": "c", "message": message}}).to_string());
    assert_eq!(error.service_error().and_then(ServiceError::message), Some(&*message));
    assert!(error.to_string().ends_with("üü…") && error.to_string().chars().count() < 2_100);
}

#[test]
fn text_from_others_is_escaped() {
    let message = "a\r\nERROR forged\u{1b}[2J\u{202e}\u{2028}z";
    let escaped = "a\\r\\nERROR forged\\u{1b}[2J\\u{202e}\\u{2028}z";
    let body = serde_json::json!({"error": {"code": message, "message": message, "target": message,
        "innerError": {"request-id": message, "date": message}}});
    let error = service(400, &[], &body.to_string());
    let found = error.service_error().unwrap();
    for raw in [found.code(), found.message(), found.target(), found.request_id(), found.date()] {
        assert_eq!(raw, Some(message));
    }
    let expected = format!(
        "GET /users/{{id}}: 400 Bad Request, {escaped}: {escaped} (target {escaped}) (request-id {escaped}, {escaped})"
    );
    assert_eq!((found.to_string(), error.to_string()), (expected.clone(), expected));
    let source = || -> Box<dyn StdError + Send + Sync> { message.into() };
    let error = Error::credential(GET, source());
    assert_eq!(format!("{error:#}"), format!("GET /users/{{id}}: failed to get an access token: {escaped}"));
    let error = TransportError::new(TransportErrorKind::Send, Some(source()));
    assert_eq!(
        format!("{error} | {error:#}"),
        format!("{0} | {0}: {escaped}", "the connection was lost before a response was received")
    );
    for shown in [format!("{error:?}"), format!("{found:?}")] {
        assert!(!shown.contains(|c: char| c.is_control() || c == '\u{202e}'), "{shown}");
    }
}
