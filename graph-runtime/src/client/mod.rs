//! The client, which executes operations, and its settings.

#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod client;

#[cfg(feature = "blocking")]
pub use self::blocking::BlockingClient;
pub use self::{builder::ClientBuilder, client::Client};
