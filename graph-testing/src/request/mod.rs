//! Requests that a server received.

mod decoded;
mod received;

pub use self::received::Request;
