//! File content: downloads, uploads, and upload sessions.

mod content;
mod content_range;
mod content_source;
mod content_stream;
mod download;
mod streaming_adapter;
mod upload;
mod upload_body;
mod upload_session;

#[cfg(feature = "reqwest")]
pub use self::upload_session::SeekSource;
pub use self::{
    content::Content,
    content_stream::ContentStream,
    download::Download,
    upload::{Upload, Uploaded},
    upload_body::UploadBody,
    upload_session::{ByteSource, SessionItem, SessionStatus, UploadSession},
};
