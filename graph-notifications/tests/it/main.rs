//! Tests of the public interface.

mod plain;
#[cfg(feature = "rich")]
mod rich;
mod subscriptions;
#[cfg(feature = "rich")]
mod vectors;
