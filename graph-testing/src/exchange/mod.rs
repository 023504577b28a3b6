//! What a server does with a request, in memory and on loopback.

mod batch;
mod exchange;
mod json_batch;
mod multipart;
mod multipart_batch;

pub(crate) use self::exchange::{Exchange, Fallback};
