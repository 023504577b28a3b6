use std::io::Write;

use flate2::{Compression, Crc, GzBuilder, write::GzEncoder};
use http::{StatusCode, response};
use proptest::prelude::*;

use super::{GzipDecoder, decoder::MAX_EXPANSION};
use crate::transport::{TransportError, TransportErrorKind};

const LIMIT: usize = 64 << 20;

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// A member with all optional fields.
fn with_fields(data: &[u8]) -> Vec<u8> {
    let builder = GzBuilder::new().extra([1, 2, 3]).filename("name").comment("comment").mtime(7);
    let mut encoder = builder.write(Vec::new(), Compression::fast());
    encoder.write_all(data).unwrap();
    let member = encoder.finish().unwrap();
    // Adds the checksum of the header, which the encoder does not write.
    let end = 10 + 2 + 3 + "name\0comment\0".len();
    let mut checked = member[..end].to_vec();
    checked[3] |= 2;
    let mut crc = Crc::new();
    crc.update(&checked);
    checked.extend_from_slice(&crc.sum().to_le_bytes()[..2]);
    checked.extend_from_slice(&member[end..]);
    checked
}

fn head(status: StatusCode) -> response::Parts {
    http::Response::builder().status(status).body(()).unwrap().into_parts().0
}

/// Returns a GUID of a number.
fn random(number: u32) -> uuid::Uuid {
    let mut crc = Crc::new();
    uuid::Uuid::from_u128([1_u8, 2, 3, 4].iter().fold(0, |bits, byte| {
        crc.update(&[&number.to_le_bytes()[..], &[*byte]].concat());
        (bits << 32) | u128::from(crc.sum())
    }))
}

/// Decodes pieces as the body of a successful response.
fn decode<'a>(limit: usize, pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, TransportError> {
    let mut decoder = GzipDecoder::new(limit);
    let written = pieces.into_iter().try_for_each(|piece| decoder.write(piece));
    assert!(decoder.capacity() <= limit.saturating_add(1), "{}", decoder.capacity());
    decoder.respond(head(StatusCode::OK), written).map(|response| response.into_body().to_vec())
}

fn kind(limit: usize, encoded: &[u8]) -> Option<TransportErrorKind> {
    decode(limit, [encoded]).err().map(|problem| problem.kind())
}

fn message(encoded: &[u8]) -> String {
    decode(LIMIT, [encoded]).map_or_else(|problem| format!("{problem:#}"), |_| "valid".to_owned())
}

proptest! {
    #[test]
    fn round_trip(
        members in prop::collection::vec((prop::collection::vec(any::<u8>(), 0..3000), 1_usize..200, 0_u32..10), 1..4),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..40),
    ) {
        let mut data = Vec::new();
        let mut encoded = Vec::new();
        for (bytes, times, level) in members {
            let bytes = bytes.repeat(times);
            let mut encoder = GzEncoder::new(encoded, Compression::new(level));
            encoder.write_all(&bytes).unwrap();
            encoded = encoder.finish().unwrap();
            data.extend(bytes);
        }
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(encoded.len())).collect();
        cuts.extend([0, encoded.len()]);
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|cut| &encoded[cut[0]..cut[1]]);
        prop_assert_eq!(decode(LIMIT, pieces).unwrap(), data);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), limit in 0_usize..1000) {
        let stream = [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], &*bytes].concat();
        let _ = (decode(limit, [&*bytes]), decode(limit, [&*stream]), decode(limit, stream.chunks(1)));
    }
}

#[test]
fn changed_bytes_never_become_other_data() {
    let encoded = with_fields(b"{\"value\": [1, 2, 3]}");
    assert_eq!(decode(LIMIT, encoded.chunks(1)).unwrap(), b"{\"value\": [1, 2, 3]}");
    for at in 0..encoded.len() {
        for bit in 0..8 {
            let mut changed = encoded.clone();
            changed[at] ^= 1 << bit;
            let result = decode(LIMIT, [&*changed]);
            // The last bits before the checksum are padding.
            let is_harmless = result.as_ref().map_or(true, |data| data == b"{\"value\": [1, 2, 3]}");
            assert!(is_harmless, "byte {at}, bit {bit}: {result:?}");
        }
    }
}

#[test]
fn an_early_end_is_a_lost_connection() {
    let encoded = with_fields(b"{\"value\": [1, 2, 3]}");
    for end in 1..encoded.len() {
        assert_eq!(kind(LIMIT, &encoded[..end]), Some(TransportErrorKind::Receive), "{end}");
    }
    assert_eq!(decode(LIMIT, []).unwrap(), b"", "an empty body is not encoded");
}

#[test]
fn each_violation_is_named() {
    let encoded = gzip(b"abc");
    let changed = |at: usize, byte: u8| {
        let mut changed = encoded.clone();
        changed[at] = byte;
        changed
    };
    let with_header = |byte: usize| {
        let mut member = with_fields(b"abc");
        member[byte] ^= 1;
        member
    };
    let last = encoded.len() - 1;
    for (encoded, why) in [
        (b"{\"id\": \"1\"}".to_vec(), "it does not begin with a gzip header"),
        (changed(2, 7), "it does not begin with a gzip header"),
        (changed(3, 0x20), "its header has reserved flags"),
        (with_header(13), "the checksum of its header is wrong"),
        (changed(10, 0xff), "its data is corrupt"),
        (changed(last, 1), "its checksum or size is wrong"),
        (changed(last - 4, encoded[last - 4] ^ 1), "its checksum or size is wrong"),
        ([&*encoded, b"\n"].concat(), "bytes follow its end"),
        ([&*encoded, &[0; 512]].concat(), "bytes follow its end"),
        ([&*encoded, &gzip(b"")[..2], b"x"].concat(), "it does not begin with a gzip header"),
        (encoded.repeat(17), "it has too many members"),
    ] {
        assert_eq!(message(&encoded), format!("the response is not valid gzip: {why}"));
    }
    assert_eq!(decode(LIMIT, [&*encoded.repeat(16)]).unwrap(), b"abc".repeat(16));
}

#[test]
fn both_sizes_are_limited() {
    let text = b"0123456789".repeat(1000);
    let encoded = gzip(&text);
    assert_eq!(kind(text.len(), &encoded), None);
    assert_eq!(kind(text.len() - 1, &encoded), Some(TransportErrorKind::TooLarge(text.len() - 1)));
    assert_eq!(kind(encoded.len() - 1, &encoded), Some(TransportErrorKind::TooLarge(encoded.len() - 1)));
    assert_eq!(kind(usize::MAX, &encoded), None);
    // More bytes than are decoded.
    let incompressible = b"0123456789";
    let encoded = gzip(incompressible);
    assert!(encoded.len() > incompressible.len());
    assert_eq!(kind(incompressible.len(), &encoded), Some(TransportErrorKind::TooLarge(incompressible.len())));
}

#[test]
fn expansion_is_limited_for_large_responses() {
    let most = 8 << 20;
    assert_eq!(decode(LIMIT, [&*gzip(&vec![0; most])]).unwrap().len(), most);
    assert_eq!(kind(LIMIT, &gzip(&vec![0; most + 1])), Some(TransportErrorKind::ExcessiveExpansion(MAX_EXPANSION)));
    // It ends before everything is decoded.
    let bomb = gzip(&vec![0; 3 * most]);
    let mut decoder = GzipDecoder::new(LIMIT);
    let written = bomb.chunks(1000).try_for_each(|piece| decoder.write(piece));
    assert!(written.is_err() && decoder.capacity() <= 2 * most, "{}", decoder.capacity());
    // A page of users with the same properties expands less.
    let plan =
        |n: u32| format!("{{\"assignedDateTime\": \"2026-01-01T00:00:00Z\", \"servicePlanId\": \"{}\"}}", random(n));
    let plans: String = (0..100).map(plan).collect();
    let page: String =
        (0..999).map(|n| format!("{{\"userPrincipalName\": \"user{n}@contoso.com\", {plans}}}")).collect();
    let encoded = gzip(page.as_bytes());
    assert!(page.len() > most && page.len() / encoded.len() > 70, "{} {}", page.len(), encoded.len());
    assert_eq!(kind(LIMIT, &encoded), None);
}

#[test]
fn the_status_of_an_error_response_is_kept() {
    for encoded in [&b"not gzip"[..], &gzip(b"abc")[..9], &[&*gzip(b"abc"), b"x"].concat()] {
        let mut decoder = GzipDecoder::new(LIMIT);
        let written = decoder.write(encoded);
        let response = decoder.respond(head(StatusCode::TOO_MANY_REQUESTS), written).unwrap();
        assert_eq!((response.status(), &response.body()[..]), (StatusCode::TOO_MANY_REQUESTS, &b""[..]));
    }
    let mut decoder = GzipDecoder::new(10);
    let written = decoder.write(&gzip(&[0; 11]));
    let problem = decoder.respond(head(StatusCode::BAD_GATEWAY), written).unwrap_err();
    assert_eq!(problem.kind(), TransportErrorKind::TooLarge(10));
}
