//! Requests that a server received.

mod received;

pub use self::received::Request;
