//! The time: timers, dates of HTTP, how long a service asks to wait, and what is left to chance.

use uuid::Uuid;

mod http_date;
mod retry_after;
mod timer;

pub use self::timer::Timer;
#[cfg(feature = "reqwest")]
pub use self::timer::TokioTimer;

pub(crate) use self::{http_date::parse as parse_http_date, retry_after::retry_after};

/// A random number between 0 and 1, for jitter. A GUID's last four bytes are random, and their source is in the tree already.
pub(crate) fn jitter() -> f64 {
    let [.., a, b, c, d] = *Uuid::new_v4().as_bytes();
    f64::from(u32::from_be_bytes([a, b, c, d])) / f64::from(u32::MAX)
}
