//! The default HTTP stack: reqwest and rustls.

mod body;
mod origin_cache;
mod transport;

pub use self::transport::ReqwestTransport;
