//! What a server does with a request, in memory and on loopback.

mod batch;
mod exchange;

pub(crate) use self::exchange::Exchange;
