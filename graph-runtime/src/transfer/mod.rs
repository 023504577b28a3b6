//! Streams: the media of an entity (`$value`) and stream properties (`content`), down and up.

mod body;
mod content_range;
mod content_stream;
mod download;
mod relay;
mod source;
mod upload;
#[cfg(feature = "reqwest")]
mod writer;

pub use self::{
    body::UploadBody,
    content_stream::ContentStream,
    download::Download,
    upload::{Upload, Uploaded},
};
