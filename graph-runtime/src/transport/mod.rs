//! Interfaces for a custom HTTP stack or async runtime: see [`Transport`] and [`Timer`].

mod byte_stream;
mod http_stack;
#[cfg(feature = "reqwest")]
mod reqwest;
mod transport_error;

pub(crate) use self::byte_stream::{collect, once};
#[cfg(not(feature = "reqwest"))]
pub(crate) use self::http_stack::NoTransport;
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
pub use self::{
    byte_stream::{ByteStream, RequestBody},
    http_stack::{Limits, NewConnection, Redirects, Transport},
    transport_error::{TransportError, TransportErrorKind},
};

#[cfg(feature = "reqwest")]
pub use crate::time::TokioTimer;
pub use crate::{sync::BoxFuture, time::Timer};
