//! Recordings of real calls, without secrets, and their replay.

mod expected;
mod fixture;
mod ids;
mod json;
mod multipart;
mod placeholder;
mod recorder;
mod replay;
#[cfg(test)]
mod round_trip;
mod scrubbed_batch;
mod scrubbed_body;
mod scrubbed_headers;
mod scrubbed_json;
mod scrubber;

pub use self::recorder::Recorder;
pub(crate) use self::replay::entries;
