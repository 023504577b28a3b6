//! Recordings of real calls, without secrets, and their replay.

mod fixture;
mod recorder;
mod replay;
mod scrubber;

pub use self::recorder::Recorder;
pub(crate) use self::replay::entries;
