//! Property tests that pass arbitrary and almost valid bytes to everything that reads a service's responses.
//! `PROPTEST_CASES` sets the number of cases.

#[path = "../../../fuzz/corpus.rs"]
mod corpus;
mod entry;

use std::io::Write;

use proptest::prelude::*;

/// Sequences of words that occur in valid input, and of arbitrary bytes.
fn soup(words: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        6 => prop::sample::select(words).prop_map(|word| word.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
    ];
    prop::collection::vec(word, 0..24).prop_map(|words| words.concat())
}

const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "null",
    "1",
    "-0",
    "1e999",
    "\"value\"",
    "{\"value\":[",
    "]}",
    "\"error\":",
    "{\"error\":{",
    "\"code\":\"a\"",
    "\"innerError\":{",
    "\"innererror\":{",
    "\"details\":[",
    "\"message\":",
    "\"@odata.nextLink\":",
    "\"x\"",
    "\"\\ud800\"",
    "\"2026-11-18T10:26:40.1234567Z\"",
    "\"P1DT2H\"",
    "\"00000000-0000-0000-0000-000000000000\"",
    "\"23:59:59.9\"",
    "\"12.50\"",
    " ",
    "true",
];
const DATES: &[&str] = &[
    "Wed, ",
    "18 ",
    "Nov ",
    "2026 ",
    "10:26:40 ",
    "GMT",
    "Wednesday, ",
    "18-Nov-26 ",
    "Wed Nov 18 10:26:40 2026",
    "\n",
    "1",
    "2.128",
    "-",
    ".",
    "9999999999",
    "31 Dec 9999 23:59:59 GMT",
    ":",
    " ",
];
const CHALLENGES: &[&str] = &[
    "Bearer ",
    "error=",
    "\"insufficient_claims\"",
    "claims=",
    "\"eyJhIjoxfQ==\"",
    ", ",
    "=",
    "\"",
    "realm=\"\"",
    "insufficient_claims",
];
const LINKS: &[&str] = &[
    "https:",
    "http:",
    "//",
    "/",
    "\\",
    "graph.microsoft.com",
    "evil.example",
    "@",
    ":443",
    ":",
    "?",
    "#",
    "users",
    "..",
    "%2e",
    "\t",
    "\n",
    " ",
    "v1.0",
    "$skiptoken=",
    "[",
    "]",
    "GRAPH.MICROSOFT.COM",
    "\u{ff0e}",
    "xn--",
];

const PARTS: &[&str] = &[
    "--b",
    "--b\r\n",
    "--b\n",
    "--b--",
    "--b--\r\n",
    "--c\r\n",
    "--c--\r\n",
    "\r\n",
    "\n",
    " ",
    ":",
    "Content-Type: application/http\r\n\r\n",
    "Content-Type: multipart/mixed; boundary=c\r\n\r\n",
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
    "Content-Transfer-Encoding: base64\r\n",
    "Content-ID: 2\r\n",
    "Content-ID: <3>\r\n",
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 404 Not Found\r\n\r\n",
    "HTTP/1.1 9999\n",
    "Content-Length: 1\r\n",
    "Content-Length: -1\r\n",
    "{\"error\":{\"code\":\"a\"}}",
    "body",
];
const BATCHES: &[&str] = &[
    "{\"responses\":[",
    "]}",
    "{\"id\":\"1\",",
    "{\"id\":2,",
    "{\"id\":null,",
    "{",
    "}",
    ",",
    "null",
    "\"status\":200",
    "\"status\":\"302\"",
    "\"status\":99999",
    "\"status\":[]",
    ",\"headers\":{\"Content-Type\":\"text/plain\"}",
    ",\"headers\":{\"Content-Type\":\"image/jpeg\"}",
    ",\"headers\":{\"Location\":\"/me\"}",
    ",\"headers\":[]",
    ",\"body\":\"_-_-AA\"",
    ",\"body\":\"AAEC\"",
    ",\"body\":{\"a\":1}",
    ",\"body\":\"\\ud800\"",
    "\u{feff}",
];
const RANGES: &[&str] = &[
    "bytes=",
    "bytes ",
    "0-9",
    "5-",
    "-5",
    "5-9",
    "/10",
    "/*",
    "*",
    "10",
    "18446744073709551615",
    "-",
    "\n",
    "\n",
    "206\n",
    "200\n",
    "bytes=0-9\n206\nbytes 0-9/10\n10\n0123456789",
    "bytes=5-\n206\nbytes 5-9/10\n5\n56789",
];
const SESSIONS: &[&str] = &[
    "{\"nextExpectedRanges\":[",
    "\"0-\"",
    "\"327680-\"",
    "\"655360-\"",
    "\"5-5\"",
    "\"9-5\"",
    "\"18446744073709551615-\"",
    "\"\"",
    ",",
    "]}",
    "\n",
    "\n",
    "!",
    "{\"nextExpectedRanges\":[\"0-\"]}\n",
    "{\"nextExpectedRanges\":[\"327680-\"]}\n",
    "{\"uploadUrl\":\"\"}",
    "\u{feff}",
    "null",
];

#[test]
fn the_corpus_of_answer() {
    corpus::run("answer", 1, entry::answer);
}

#[test]
fn the_corpus_of_batch() {
    corpus::run("batch", 1, entry::batch);
}

#[test]
fn the_corpus_of_multipart() {
    corpus::run("multipart", 1, entry::multipart);
}

#[test]
fn the_corpus_of_challenge() {
    corpus::run("challenge", 1, entry::challenge);
}

#[test]
fn the_corpus_of_content_range() {
    corpus::run("content_range", 1, entry::content_range);
}

#[test]
fn the_corpus_of_envelope() {
    corpus::run("envelope", 1, entry::envelope);
}

#[test]
fn the_corpus_of_gzip() {
    corpus::run("gzip", 1, entry::gzip);
}

#[test]
fn the_corpus_of_link() {
    corpus::run("link", 1, entry::link);
}

#[test]
fn the_corpus_of_retry_after() {
    corpus::run("retry_after", 1, entry::retry_after);
}

#[test]
fn the_corpus_of_upload_session() {
    corpus::run("upload_session", 1, entry::upload_session);
}

#[test]
fn the_corpus_of_values() {
    corpus::run("values", 1, entry::values);
}

proptest! {
    #[test]
    fn batches(bytes in soup(BATCHES)) {
        entry::batch(&bytes);
    }

    #[test]
    fn multiparts(bytes in soup(PARTS)) {
        entry::multipart(&bytes);
    }

    #[test]
    fn content_ranges(bytes in soup(RANGES)) {
        entry::content_range(&bytes);
    }

    #[test]
    fn upload_sessions(bytes in soup(SESSIONS)) {
        entry::upload_session(&bytes);
    }

    #[test]
    fn envelopes(bytes in soup(JSON)) {
        entry::envelope(&bytes);
    }

    #[test]
    fn values(bytes in soup(JSON)) {
        entry::values(&bytes);
    }

    #[test]
    fn dates(bytes in soup(DATES)) {
        entry::retry_after(&bytes);
    }

    #[test]
    fn links(bytes in soup(LINKS)) {
        entry::link(&bytes);
    }

    #[test]
    fn challenges(bytes in soup(CHALLENGES)) {
        entry::challenge(&bytes);
    }

    #[test]
    fn answers(bytes in soup(JSON)) {
        entry::answer(&bytes);
    }

    #[test]
    fn gzip(
        text in prop::collection::vec(any::<u8>(), 0..200),
        times in 1_usize..50,
        end in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..3),
    ) {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(&text.repeat(times)).unwrap();
        let mut bytes = encoder.finish().unwrap();
        entry::gzip(&bytes);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        entry::gzip(&bytes);
        entry::gzip(&bytes[..end.index(bytes.len())]);
    }

    #[test]
    fn arbitrary_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for read in [
            entry::envelope,
            entry::values,
            entry::retry_after,
            entry::link,
            entry::challenge,
            entry::answer,
            entry::gzip,
            entry::batch,
            entry::multipart,
            entry::content_range,
            entry::upload_session,
        ] {
            read(&bytes);
        }
    }
}
