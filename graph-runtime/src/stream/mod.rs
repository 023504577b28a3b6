//! Streams: the media of an entity (`$value`) and stream properties (`content`), down and up.

mod download;
mod upload;

pub use download::Download;
pub use upload::{Upload, Uploaded};
