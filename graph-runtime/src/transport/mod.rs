//! Everything that an HTTP stack of your own, or an executor of your own, implements and uses: see [`Transport`] and [`Timer`].

mod byte_stream;
#[cfg(feature = "reqwest")]
mod reqwest;
mod transport;
mod transport_error;

pub(crate) use self::byte_stream::{collect, once};
#[cfg(feature = "reqwest")]
pub use self::reqwest::ReqwestTransport;
#[cfg(not(feature = "reqwest"))]
pub(crate) use self::transport::NoTransport;
pub use self::{
    byte_stream::{ByteStream, RequestBody},
    transport::{Limits, NewConnection, Redirects, Transport},
    transport_error::{TransportError, TransportErrorKind},
};

#[cfg(feature = "reqwest")]
pub use crate::time::TokioTimer;
pub use crate::{sync::BoxFuture, time::Timer};
