//! The pipeline of a call.
//!
//! Steps 1 to 9 are an [`Exchange`]; each attempt of a call begins at step 1.
//!
//! 1. The operation builds the request. A bad key, header or body ends the call
//!    ([`Operation::request`](crate::Operation::request)).
//! 2. `client-request-id` (the same for all attempts), `User-Agent` and `Accept-Encoding` are added, and
//!    `Retry-Attempt` from the second attempt on.
//! 3. The request's origin is checked. It must be the service's, and over https or loopback if there is a token. A
//!    link to another origin ([`TokenScope::None`]) must be https, or loopback if the service is not https either. It
//!    carries no token, and skips steps 4, 5, 7 and 8.
//! 4. The call waits if its workload is throttled ([`Throttle`](crate::Throttle)).
//! 5. The credential provides a token, within the credential timeout.
//! 6. The middleware runs, then the transport. It sends the request and reads the response within the time and size
//!    limits. A body in gzip is decoded before middleware sees it.
//! 7. The throttler records the response's throttling headers, for calls that are waiting in step 4. A successful
//!    response, and any response to a request that cannot be repeated, goes to step 10.
//! 8. If the service rejected the token, the call returns to step 1, once. If it demands claims, the call asks for a
//!    token with them; otherwise the credential drops the token, and the call ends if it provides the same one again.
//! 9. The retry policy decides about an error or an unsuccessful response. The call either waits and returns to
//!    step 1, or ends with this error or response.
//! 10. The operation reads the response: a service error or a value ([`Operation::read`](crate::Operation::read)).
//!
//! All of it, redirects too, has one [`Budget`] of time, which begins when the exchange is created. Steps 4, 5 and 6
//! and the wait of step 9 end the call when it is over, or if it would be.
//!
//! A call with a credential or tenant of its own runs with [derived settings](Settings::derive), as a derived client
//! does.
//!
//! A redirected download is a further exchange ([`Exchange::follow_redirects`]). Without a timer nothing waits: steps 4
//! and 7 are skipped, and step 9 ends the call.

mod authorize;
mod budget;
mod call_options;
mod exchange;
mod link_target;
mod middleware;
mod origin;
mod redirect;
mod request_id;
mod retry;
mod settings;
mod telemetry;
mod throttle;

pub(crate) use self::{
    authorize::{IssuedToken, demanded_claims, replaces_token},
    budget::Budget,
    exchange::{CLIENT_REQUEST_ID, Exchange, Streaming, declare_empty_body},
    link_target::{LinkTarget, TokenScope},
    redirect::{MAX_REDIRECTS, location},
    settings::{ClientCredential, Settings},
    throttle::{Signal, ThrottleKey, Throttlers},
};
pub use self::{
    call_options::CallOptions,
    middleware::{Middleware, Next},
    retry::{Attempt, Backoff, Decision, NoRetry, Retry},
    throttle::Throttle,
};
