//! What the operation that reads a response needs to know of its request, as extensions of the response.

use super::Limits;

/// The default of [`Limits::response_memory`].
pub(super) const DEFAULT_RESPONSE_MEMORY: usize = 512 << 20;

/// The most memory for the values of a response, in the response's [extensions](http::Extensions).
///
/// It is absent if it is the default, because extensions are an allocation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ResponseMemory(usize);

/// A response [extension](http::Extensions): 64-bit integers and decimal numbers were requested as strings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NumbersInText;

/// A response [extension](http::Extensions): the URL of its request, to which links in the body may be relative.
#[derive(Clone, Debug)]
pub(crate) struct RequestUrl(pub(crate) http::Uri);

/// A response [extension](http::Extensions): the call has no valid CSRF token, so that the service did not execute it.
#[derive(Clone, Debug)]
pub(crate) struct TokenRefused {
    /// The method and the path of the request that the response is to.
    pub(crate) request: String,
    pub(crate) problem: TokenProblem,
}

/// Why a call has no CSRF token that the service accepts.
#[derive(Clone, Debug)]
pub(crate) enum TokenProblem {
    /// The response to the request for a token has none.
    Missing,
    /// The request for a token was redirected to this origin, which is not the service's.
    RedirectedTo(String),
    /// The token has more bytes than this.
    TooLong(usize),
    /// The response is to the call itself: the service did not accept its token.
    NotAccepted,
}

impl ResponseMemory {
    /// Attaches the limit to a response, for the operation that reads it.
    pub(crate) fn attach<B>(limits: &Limits, response: &mut http::Response<B>) {
        if limits.response_memory != DEFAULT_RESPONSE_MEMORY {
            response.extensions_mut().insert(Self(limits.response_memory));
        }
    }

    /// Returns the limit of a response in bytes.
    pub(crate) fn of<B>(response: &http::Response<B>) -> usize {
        response.extensions().get().map_or(DEFAULT_RESPONSE_MEMORY, |Self(bytes)| *bytes)
    }
}
