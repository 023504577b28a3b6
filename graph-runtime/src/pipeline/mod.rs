//! What happens on a call, in order:
//!
//! 1. The operation becomes a request; a bad key, header or body ends here ([`Operation::request`](crate::Operation::request)).
//! 2. `client-request-id` and `User-Agent` are added, and `Retry-Attempt` from the second attempt on; the id is the same for all.
//! 3. The request's origin has to be the service's, and safe for a token where one goes along. What a link of the service leads to
//!    elsewhere ([`TokenScope::None`]) has to be https or on this machine, and skips steps 4, 5, 7 and 8.
//! 4. While the service wants fewer calls of this workload, the call waits for its turn ([`Throttle`](crate::Throttle)).
//! 5. The credential is asked for a token, within its limit of time.
//! 6. Middleware, and then the transport, which sends, and collects the answer within the limits of time and size.
//! 7. What the answer says of throttling is told to the calls that wait in step 4.
//! 8. Where the service refused the token because it lacks claims, the credential is asked for one that has them; back to 1, once.
//! 9. The retry policy is asked after an answer that is no success, or none; the call waits, and goes back to 1.
//! 10. The operation reads the answer: errors of the service, then the value ([`Operation::read`](crate::Operation::read)).

mod authorize;
mod call_options;
mod exchange;
mod link_target;
mod middleware;
mod origin;
mod redirect;
mod retry;
mod settings;
mod telemetry;
mod throttle;

pub(crate) use self::{
    authorize::demanded_claims,
    exchange::{CLIENT_REQUEST_ID, Exchange},
    link_target::{LinkTarget, TokenScope},
    settings::Settings,
    throttle::{Signal, Throttler},
};
pub use self::{
    call_options::CallOptions,
    middleware::{Middleware, Next},
    retry::{Attempt, Backoff, Decision, NoRetry, Retry},
    throttle::Throttle,
};
