//! Tests of the public interface.

#[cfg(feature = "rich")]
mod arbitrary;
#[path = "../../../graph-runtime/tests/it/loopback/mod.rs"]
mod loopback;
mod plain;
#[cfg(feature = "rich")]
mod published_keys;
#[cfg(feature = "rich")]
mod rich;
mod subscriptions;
#[cfg(feature = "rich")]
mod vectors;
