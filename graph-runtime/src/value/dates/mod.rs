//! Conversions of dates, times and durations from and to those of other crates.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "time")]
mod time;

#[cfg(feature = "chrono")]
pub use self::chrono::{from_chrono, to_chrono};
#[cfg(feature = "time")]
pub use self::time::{from_time, to_time};
