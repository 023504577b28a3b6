use std::{io, ops::Range};

use bytes::Bytes;

use crate::sync::BoxFuture;

/// What an upload session sends: any part of it can be read, more than once, since the service may want some of it again.
///
/// [`Bytes`] are one, and so is [`SeekSource`](crate::SeekSource) for files and whatever else can be read and sought.
pub trait ByteSource: Send {
    /// How many bytes there are.
    fn length(&self) -> u64;

    /// Reads the bytes of a range, which is within the length.
    ///
    /// # Errors
    ///
    /// Where they cannot be read.
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
