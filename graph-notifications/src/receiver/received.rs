use graph_runtime::{
    Bytes,
    http::{HeaderValue, Response, StatusCode, header},
};

use super::rejection::{Part, Rejection};
use crate::{notification::Notification, reason::Reason};

/// What a request contained, and how to answer it.
///
/// | request | response |
/// |---|---|
/// | a handshake | 200 with the token |
/// | notifications, whether genuine or not | 202 |
/// | notifications whose tokens cannot be checked now | 503, and none is delivered |
/// | another form, more than the limits, another method | 400, 413, 405 |
///
/// A sender does not learn which items were accepted.
#[derive(Debug)]
#[non_exhaustive]
pub struct Received {
    /// The response to send once the notifications are processed or stored; see [`persisted`](Self::persisted).
    pub response: Response<Bytes>,
    /// The notifications that were verified, in the order of the request.
    pub notifications: Vec<Notification>,
    /// What was refused, and why.
    pub rejections: Vec<Rejection>,
}

impl Received {
    /// Returns the response for a request whose notifications are processed or stored.
    ///
    /// Graph expects it within 3 seconds, and drops notifications for an endpoint that often takes more than 10. Store
    /// the notifications, or put them into a queue that survives a crash, and process them afterwards.
    ///
    /// It is a response of the crate `http`. In axum, `received.persisted().map(axum::body::Body::from)` is an
    /// `axum::response::Response`.
    #[must_use]
    pub fn persisted(self) -> Response<Bytes> {
        self.response
    }

    /// Returns the response for a request whose notifications could not be stored: 503, so that Graph sends it again,
    /// for up to 4 hours.
    ///
    /// The response to any other request, such as a handshake, stays as it is. It is converted for axum as that of
    /// [`persisted`](Self::persisted).
    #[must_use]
    pub fn not_persisted(self) -> Response<Bytes> {
        match self.response.status() {
            StatusCode::ACCEPTED => empty(StatusCode::SERVICE_UNAVAILABLE),
            _ => self.response,
        }
    }

    pub(super) fn accepted(notifications: Vec<Notification>, rejections: Vec<Rejection>) -> Self {
        Self { response: empty(StatusCode::ACCEPTED), notifications, rejections }
    }

    #[cfg(feature = "rich")]
    pub(super) fn unavailable(rejections: Vec<Rejection>) -> Self {
        Self { response: empty(StatusCode::SERVICE_UNAVAILABLE), notifications: Vec::new(), rejections }
    }

    pub(super) fn handshake(token: String) -> Self {
        let mut response = Response::new(Bytes::from(token));
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        Self { response, notifications: Vec::new(), rejections: Vec::new() }
    }

    pub(super) fn refused(reason: Reason) -> Self {
        let mut response = empty(match reason {
            Reason::Method => StatusCode::METHOD_NOT_ALLOWED,
            Reason::BodyTooLarge | Reason::TooManyItems | Reason::TooManyTokens => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        });
        if reason == Reason::Method {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        }
        let rejection = Rejection::new(Part::Request, reason);
        Self { response, notifications: Vec::new(), rejections: vec![rejection] }
    }
}

fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}
