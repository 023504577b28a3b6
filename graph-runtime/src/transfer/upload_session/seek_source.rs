use std::{
    io::{self, SeekFrom},
    ops::Range,
};

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncSeek, AsyncSeekExt};

use super::byte_source::ByteSource;
use crate::sync::BoxFuture;

/// A file or other seekable reader as a [`ByteSource`]. Only one chunk is in memory at a time.
#[derive(Debug)]
pub struct SeekSource<R> {
    reader: R,
    length: u64,
}

impl<R: AsyncRead + AsyncSeek + Unpin + Send> SeekSource<R> {
    /// Creates a source of everything in a reader, from its first byte to its last.
    ///
    /// # Errors
    ///
    /// If seeking to the end fails.
    pub async fn new(mut reader: R) -> io::Result<Self> {
        let length = reader.seek(SeekFrom::End(0)).await?;
        Ok(Self { reader, length })
    }
}

impl<R: AsyncRead + AsyncSeek + Unpin + Send> ByteSource for SeekSource<R> {
    fn length(&self) -> u64 {
        self.length
    }

    fn read(&mut self, range: Range<u64>) -> BoxFuture<'_, io::Result<Bytes>> {
        Box::pin(async move {
            let size = usize::try_from(range.end.saturating_sub(range.start)).map_err(io::Error::other)?;
            self.reader.seek(SeekFrom::Start(range.start)).await?;
            let mut part = BytesMut::zeroed(size);
            self.reader.read_exact(&mut part).await?;
            Ok(part.freeze())
        })
    }
}
