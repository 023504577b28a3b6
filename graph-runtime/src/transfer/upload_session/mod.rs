//! Upload sessions: large files in chunks.

mod byte_source;
mod chunks;
mod item;
#[cfg(feature = "reqwest")]
mod seek_source;
mod session;
mod status;

#[cfg(feature = "reqwest")]
pub use self::seek_source::SeekSource;
pub use self::{byte_source::ByteSource, item::SessionItem, session::UploadSession, status::SessionStatus};
