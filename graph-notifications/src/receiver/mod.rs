//! The endpoint that Graph sends notifications to.

mod builder;
mod client_states;
mod handshake;
mod limits;
mod received;
mod receiver;
mod rejection;
#[cfg(feature = "rich")]
mod rich;

pub use self::{
    builder::{BuildError, ReceiverBuilder},
    limits::Limits,
    received::Received,
    receiver::Receiver,
    rejection::{Part, Rejection},
};
