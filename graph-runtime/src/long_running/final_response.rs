use bytes::Bytes;
use http::{HeaderName, StatusCode};

use crate::mime::{media_type, read_response};

/// What a monitor responds with.
pub(super) enum FinalResponse {
    /// The response itself.
    Plain(http::Response<Bytes>),
    /// The response that the operation would have had without a monitor.
    Unwrapped(http::Response<Bytes>),
    /// The response should hold another one, and does not.
    Unreadable(http::Response<Bytes>, String),
}

/// The status of the operation, since OData 4.01.
const ASYNC_RESULT: HeaderName = HeaderName::from_static("asyncresult");

/// Unwraps the response of a monitor whose operation is done: OData 4.01, part 1, section 11.6.
///
/// In OData 4.0 the body is the response (`application/http`), and since 4.01 the header `AsyncResult` is its status.
pub(super) fn final_response(response: http::Response<Bytes>) -> FinalResponse {
    if response.status() != StatusCode::OK {
        return FinalResponse::Plain(response);
    }
    if media_type(response.headers()).is_some_and(|media_type| media_type == "application/http") {
        return match read_response(response.body()) {
            Ok(mut inner) => {
                *inner.extensions_mut() = response.extensions().clone();
                FinalResponse::Unwrapped(inner)
            }
            Err(problem) => FinalResponse::Unreadable(response, problem),
        };
    }
    let status =
        response.headers().get(ASYNC_RESULT).map(|status| StatusCode::from_bytes(status.as_bytes().trim_ascii()));
    match status {
        None => FinalResponse::Plain(response),
        Some(Ok(status)) => {
            let mut response = response;
            *response.status_mut() = status;
            FinalResponse::Unwrapped(response)
        }
        Some(Err(_)) => FinalResponse::Unreadable(response, "the header `AsyncResult` is not a status".to_owned()),
    }
}
