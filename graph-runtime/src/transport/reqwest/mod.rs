//! The HTTP stack that is there by default: reqwest and rustls.

mod body;
mod origin_cache;
mod transport;

pub use self::transport::ReqwestTransport;
