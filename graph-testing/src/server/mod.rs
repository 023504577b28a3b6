//! Servers: on loopback and in memory.

mod in_memory;
#[cfg(feature = "loopback")]
mod loopback;
mod server;

pub use self::server::Server;
