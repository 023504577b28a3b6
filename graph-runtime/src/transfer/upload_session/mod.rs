//! Upload sessions: large files in chunks, to a URL that needs no token and must get none.

mod byte_source;
mod ranges;
#[cfg(feature = "reqwest")]
mod seek_source;
mod session;
mod transfer;

#[cfg(feature = "reqwest")]
pub use self::seek_source::SeekSource;
pub use self::{byte_source::ByteSource, ranges::SessionStatus, session::UploadSession};
