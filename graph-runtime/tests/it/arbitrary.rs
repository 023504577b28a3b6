//! Property tests that pass arbitrary and almost valid bytes to everything that reads a service's responses.
//! `PROPTEST_CASES` sets the number of cases.

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

proptest! {
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
        ] {
            read(&bytes);
        }
    }
}
