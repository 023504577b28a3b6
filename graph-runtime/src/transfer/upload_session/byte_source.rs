use std::{future::ready, io, ops::Range};

use bytes::Bytes;

use crate::sync::BoxFuture;

/// The source of an upload session, of which any range can be read, more than once.
///
/// The service may request some bytes again. [`Bytes`], `Vec<u8>`, `String` and `&'static [u8]` implement this trait,
/// and so does [`SeekSource`](crate::SeekSource) for files and other seekable readers.
///
/// A chunk of `Bytes` or of a static slice is not copied.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be uploaded in chunks",
    label = "expected bytes, or a source that can be read again",
    note = "`graph_runtime::SeekSource` makes a source of files and other seekable readers"
)]
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
        Box::pin(ready(place(range, self.len()).map(|place| self.slice(place))))
    }
}

impl ByteSource for &'static [u8] {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&mut self, range: Range<u64>) -> BoxFuture<'_, io::Result<Bytes>> {
        Box::pin(ready(place(range, self.len()).map(|place| Bytes::from_static(self).slice(place))))
    }
}

impl ByteSource for Vec<u8> {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&mut self, range: Range<u64>) -> BoxFuture<'_, io::Result<Bytes>> {
        Box::pin(ready(copy(self, range)))
    }
}

impl ByteSource for String {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&mut self, range: Range<u64>) -> BoxFuture<'_, io::Result<Bytes>> {
        Box::pin(ready(copy(self.as_bytes(), range)))
    }
}

/// Returns a range of indices, which is within a length.
fn place(range: Range<u64>, length: usize) -> io::Result<Range<usize>> {
    let index = |at: u64| usize::try_from(at).ok().filter(|at| *at <= length);
    match (index(range.start), index(range.end)) {
        (Some(first), Some(end)) if first <= end => Ok(first..end),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

fn copy(bytes: &[u8], range: Range<u64>) -> io::Result<Bytes> {
    let part = bytes.get(place(range, bytes.len())?).unwrap_or_default();
    Ok(Bytes::copy_from_slice(part))
}

impl<S: ByteSource + ?Sized> ByteSource for &mut S {
    fn length(&self) -> u64 {
        S::length(self)
    }

    fn read(&mut self, range: Range<u64>) -> BoxFuture<'_, io::Result<Bytes>> {
        S::read(self, range)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use futures_util::FutureExt;

    use super::ByteSource;

    #[test]
    fn ranges_of_bytes_in_memory_are_read_more_than_once() {
        fn check(mut source: impl ByteSource) {
            assert_eq!(source.length(), 4);
            for (range, part) in [(1..3, "bc"), (0..4, "abcd"), (4..4, ""), (1..3, "bc")] {
                assert_eq!(source.read(range).now_or_never().unwrap().unwrap(), part);
            }
            #[allow(clippy::reversed_empty_ranges)]
            for range in [3..5, 5..6, 3..2, 0..u64::MAX] {
                assert!(source.read(range).now_or_never().unwrap().is_err());
            }
        }
        check(Bytes::from("abcd"));
        check(b"abcd".to_vec());
        check("abcd".to_owned());
        check(&b"abcd"[..]);
    }
}
