use bytes::Bytes;
use flate2::{Crc, Decompress, FlushDecompress, Status};
use http::{HeaderMap, response};

use super::member_header::MemberHeader;
use crate::transport::{
    AcceptedCoding, Limits, TransportError, TransportErrorKind,
    content_coding::{Coding, EncodedSize, decoded},
};

/// The most members of a response. A service compresses it as one; some gateways append their own.
const MAX_MEMBERS: u32 = 16;
/// The most times that a response expands, as in Apache httpd. Deflate reaches 1,032; the most repetitive pages of
/// users reach 140.
pub(super) const MAX_EXPANSION: u32 = 200;
/// The decoded size up to which the expansion is not limited. The longest responses of empty cells, those of Excel's
/// API, have 5 MB.
const UNLIMITED_EXPANSION: usize = 8 << 20;
/// The least room to decode into, and the most before anything was decoded.
const MIN_ROOM: usize = 8 << 10;
const MAX_GUESS: usize = 1 << 20;

/// Decodes gzip piece by piece, within limits.
#[derive(Debug)]
pub(in crate::transport) struct GzipDecoder {
    limit: usize,
    /// The number of bytes written.
    received: usize,
    /// The number of bytes of them that were decoded.
    consumed: u64,
    body: Vec<u8>,
    state: State,
    inflate: Decompress,
    /// The checksum and size of the current member.
    crc: Crc,
    members: u32,
}

#[derive(Debug)]
enum State {
    Header(MemberHeader),
    Data,
    /// The checksum and size of the member, and how many bytes of them were read.
    Trailer([u8; 8], usize),
}

impl GzipDecoder {
    /// Creates a decoder if a response is gzip that was requested.
    pub(in crate::transport) fn for_response(limits: Limits, headers: &HeaderMap) -> Option<Self> {
        let is_gzip = limits.coding == AcceptedCoding::Gzip && Coding::read(headers) == Coding::Gzip;
        is_gzip.then(|| Self::new(limits.response_size))
    }

    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            received: 0,
            consumed: 0,
            body: Vec::new(),
            state: State::Header(MemberHeader::default()),
            inflate: Decompress::new(false),
            crc: Crc::new(),
            members: 1,
        }
    }

    /// Decodes the next piece.
    ///
    /// # Errors
    ///
    /// If it is not valid, or the response exceeds a limit. The rest of the response need not be received then.
    pub(in crate::transport) fn write(&mut self, mut piece: &[u8]) -> Result<(), TransportError> {
        self.received = self.received.saturating_add(piece.len());
        if self.received > self.limit {
            return Err(self.too_large());
        }
        while let Some((&byte, rest)) = piece.split_first() {
            match &mut self.state {
                State::Header(header) => {
                    let is_first_byte = !header.has_begun();
                    match header.push(byte) {
                        Ok(true) => self.state = State::Data,
                        Ok(false) => {}
                        Err(_) if is_first_byte && self.members > 1 => return Err(invalid("bytes follow its end")),
                        Err(why) => return Err(invalid(why)),
                    }
                    piece = rest;
                    self.consumed += 1;
                }
                State::Data => piece = self.inflate(piece)?,
                State::Trailer(_, 8) => self.begin_member()?,
                State::Trailer(trailer, count) => {
                    trailer[*count] = byte;
                    *count += 1;
                    piece = rest;
                    self.consumed += 1;
                    if *count == 8 {
                        let [a, b, c, d, e, f, g, h] = *trailer;
                        let stored = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
                        if stored != (self.crc.sum(), self.crc.amount()) {
                            return Err(invalid("its checksum or size is wrong"));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn begin_member(&mut self) -> Result<(), TransportError> {
        if self.members == MAX_MEMBERS {
            return Err(invalid("it has too many members"));
        }
        self.members += 1;
        self.state = State::Header(MemberHeader::default());
        self.inflate.reset(false);
        self.crc.reset();
        Ok(())
    }

    /// Decodes data until the piece or the room ends, and returns the rest of the piece.
    fn inflate<'a>(&mut self, piece: &'a [u8]) -> Result<&'a [u8], TransportError> {
        let begin = self.body.len();
        if begin == self.body.capacity() {
            // Doubles, so that copies cost as much as the data, and has room for one byte more than is allowed.
            let guess = piece.len().saturating_mul(4).clamp(MIN_ROOM, MAX_GUESS);
            self.body.reserve_exact(begin.max(guess).min(self.limit.saturating_sub(begin).saturating_add(1)));
        }
        let before = self.inflate.total_in();
        let status = self
            .inflate
            .decompress_vec(piece, &mut self.body, FlushDecompress::None)
            .map_err(|_| invalid("its data is corrupt"))?;
        let consumed = self.inflate.total_in() - before;
        self.consumed += consumed;
        self.crc.update(&self.body[begin..]);
        if self.body.len() > self.limit {
            return Err(self.too_large());
        }
        let is_excessive = self.body.len() as u64 / u64::from(MAX_EXPANSION) > self.consumed;
        if self.body.len() > UNLIMITED_EXPANSION && is_excessive {
            return Err(TransportError::new(TransportErrorKind::ExcessiveExpansion(MAX_EXPANSION), None));
        }
        if status == Status::StreamEnd {
            self.state = State::Trailer([0; 8], 0);
        } else if consumed == 0 && self.body.len() == begin {
            return Err(invalid("its data is corrupt"));
        }
        Ok(usize::try_from(consumed).ok().and_then(|consumed| piece.get(consumed..)).unwrap_or_default())
    }

    /// Returns the decoded response, given the result of the last [`write`](Self::write).
    ///
    /// The status and headers of an error response are kept even if its body is not valid.
    ///
    /// # Errors
    ///
    /// That of `write`, or if the end is missing.
    pub(in crate::transport) fn respond(
        self,
        head: response::Parts,
        written: Result<(), TransportError>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let received = self.received;
        let body = match written.and_then(|()| self.finish()) {
            Err(problem) if head.status.is_success() || matches!(problem.kind(), TransportErrorKind::TooLarge(_)) => {
                return Err(problem);
            }
            body => body.unwrap_or_default(),
        };
        let mut response = decoded(head, body);
        response.extensions_mut().insert(EncodedSize(received));
        Ok(response)
    }

    fn finish(self) -> Result<Bytes, TransportError> {
        match self.state {
            State::Trailer(_, 8) => Ok(self.body.into()),
            // An empty body is not encoded.
            _ if self.received == 0 => Ok(Bytes::new()),
            _ => Err(TransportError::new(TransportErrorKind::Receive, Some("the gzip response ends early".into()))),
        }
    }

    /// Returns the number of bytes that the decoded data occupies.
    #[cfg(test)]
    pub(super) fn capacity(&self) -> usize {
        self.body.capacity()
    }

    fn too_large(&self) -> TransportError {
        TransportError::new(TransportErrorKind::TooLarge(self.limit), None)
    }
}

fn invalid(why: &'static str) -> TransportError {
    TransportError::new(TransportErrorKind::InvalidGzip, Some(why.into()))
}
