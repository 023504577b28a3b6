//! Interfaces for a custom HTTP stack or async runtime: see [`Transport`] and [`Timer`].

mod byte_stream;
mod content_coding;
#[cfg(feature = "gzip")]
mod gzip;
mod http_stack;
#[cfg(feature = "reqwest")]
mod reqwest;
mod response_extension;
mod transport_error;

pub(crate) use self::byte_stream::{collect, once};
pub(crate) use self::content_coding::{AcceptedCoding, check, decode, has_coding};
#[cfg(not(feature = "reqwest"))]
pub(crate) use self::http_stack::NoTransport;
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
pub(crate) use self::response_extension::{NumbersInText, RequestUrl, ResponseMemory, TokenProblem, TokenRefused};
pub use self::{
    byte_stream::{ByteStream, RequestBody},
    content_coding::EncodedSize,
    http_stack::{Limits, NewConnection, Redirects, Transport},
    transport_error::{TransportError, TransportErrorKind},
};

#[cfg(feature = "reqwest")]
pub use crate::time::TokioTimer;
pub use crate::{
    sync::BoxFuture,
    time::{TimeSpent, Timer},
};
