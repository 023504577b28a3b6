use std::{io, ops::Range};

use bytes::Bytes;

use crate::sync::BoxFuture;

/// The source of an upload session, of which any range can be read, more than once.
///
/// The service may request some bytes again. [`Bytes`] implement this trait, and so does
/// [`SeekSource`](crate::SeekSource) for files and other seekable readers.
pub trait ByteSource: Send {
    /// Returns the length in bytes.
    fn length(&self) -> u64;

    /// Reads a range of bytes, which is within the length.
    ///
    /// # Errors
    ///
    /// If the bytes cannot be read.
    fn read(&mut self, range: Range<u64>) -> BoxFuture<'_, io::Result<Bytes>>;
}

impl ByteSource for Bytes {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&mut self, range: Range<u64>) -> BoxFuture<'_, io::Result<Bytes>> {
        let place = |at: u64| usize::try_from(at).ok().filter(|at| *at <= self.len());
        let part = match (place(range.start), place(range.end)) {
            (Some(first), Some(end)) if first <= end => Ok(self.slice(first..end)),
            _ => Err(io::ErrorKind::UnexpectedEof.into()),
        };
        Box::pin(std::future::ready(part))
    }
}

impl<S: ByteSource + ?Sized> ByteSource for &mut S {
    fn length(&self) -> u64 {
        S::length(self)
    }

    fn read(&mut self, range: Range<u64>) -> BoxFuture<'_, io::Result<Bytes>> {
        S::read(self, range)
    }
}
