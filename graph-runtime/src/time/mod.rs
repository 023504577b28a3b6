//! Time: timers, HTTP dates, `Retry-After`, and jitter.

use uuid::Uuid;

mod http_date;
mod retry_after;
mod time_spent;
mod timer;

pub use self::time_spent::TimeSpent;
pub use self::timer::Timer;
#[cfg(feature = "reqwest")]
pub use self::timer::TokioTimer;

pub(crate) use self::{http_date::parse as parse_http_date, retry_after::retry_after};

/// Returns a random number between 0 and 1, for jitter.
///
/// The last four bytes of a version 4 UUID are random, and the crate already depends on `uuid`.
pub(crate) fn jitter() -> f64 {
    let [.., a, b, c, d] = *Uuid::new_v4().as_bytes();
    f64::from(u32::from_be_bytes([a, b, c, d])) / f64::from(u32::MAX)
}
