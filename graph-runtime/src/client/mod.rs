//! The client: what applications execute operations with.

#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod client;

#[cfg(feature = "blocking")]
pub use self::blocking::BlockingClient;
pub use self::{builder::ClientBuilder, client::Client};
