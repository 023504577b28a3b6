//! Keys arrive unchanged, whatever characters they contain.

use std::sync::LazyLock;

use crate::sample::GraphService;
use graph_runtime::{Client, ErrorKind, KeyError, KeySyntax, Operation, codegen::Resource};
use proptest::prelude::*;

/// Keys that URL parsers and HTTP stacks may normalize.
const SPECIAL_KEYS: [&str; 22] = [
    "%2e%2e",
    "%2e",
    "..%2f",
    "a/../b",
    "../x",
    "./x",
    "..\\x",
    "...",
    ".a",
    "a.",
    " ",
    "a b",
    "%",
    "%%41",
    "a%00b",
    "\0",
    "\r\n",
    "//evil.example",
    "http://evil.example/",
    "@evil.example",
    "?$select=id#",
    "🦀é\u{202e}",
];

fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => any::<String>(),
        1 => prop::sample::select(SPECIAL_KEYS.as_slice()).prop_map(str::to_owned),
        2 => "[%2eEfF./\\\\a'()=,;:@&?#+ \t\n\u{e9}]{0,12}",
    ]
}

fn client(root: &str, syntax: KeySyntax) -> Client {
    Client::builder().base_url(root).key_syntax(syntax).build().unwrap()
}

/// Shared by all cases of a property, since setting up TLS takes longer than a case.
static SEGMENTS: LazyLock<Client> = LazyLock::new(|| client("https://graph.example/v1.0", KeySyntax::Segment));
static PARENTHESES: LazyLock<Client> =
    LazyLock::new(|| client("https://service.example/odata", KeySyntax::Parentheses));

/// Undoes percent-encoding once.
fn decode(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.bytes());
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}

/// Returns whether a segment has only unreserved characters and percent signs, and is not removed by a URL parser.
fn is_plain(segment: &str) -> bool {
    let unreserved = |c: char| c.is_ascii_alphanumeric() || "-._~%".contains(c);
    segment.chars().all(unreserved) && !matches!(segment, "" | "." | "..")
}

fn is_invalid(key: &str) -> bool {
    matches!(key, "" | "." | "..")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_segment_is_encoded_once(key in key()) {
        prop_assume!(!is_invalid(&key));
        let client = SEGMENTS.clone();
        let request = GraphService::new(client.clone()).users().by_id(&key).get().request(client.root()).unwrap();
        prop_assert_eq!(request.uri().query(), None);
        prop_assert_eq!(request.uri().authority().unwrap().as_str(), "graph.example");
        let segment = request.uri().path().strip_prefix("/v1.0/users/").unwrap();
        prop_assert!(is_plain(segment), "{}", segment);
        prop_assert_eq!(decode(segment), key);
    }

    #[test]
    fn a_literal_doubles_apostrophes(key in key(), number in any::<i64>()) {
        let client = PARENTHESES.clone();
        let request = GraphService::new(client.clone()).users().by_id(&key).get().request(client.root()).unwrap();
        let literal = request.uri().path().strip_prefix("/odata/users('").unwrap().strip_suffix("')").unwrap();
        let is_plain = literal.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte));
        prop_assert!(is_plain, "{}", literal);
        prop_assert_eq!(decode(literal).replace("''", "'"), key.clone());
        prop_assert_eq!(decode(literal).matches('\'').count(), 2 * key.matches('\'').count());

        let root = Resource::root(client).child("Lines");
        let by_number = root.key(&[("id", number.into())]);
        prop_assert_eq!(by_number.path().unwrap(), format!("/Lines({number})"));
        let both = root.key(&[("order", key.as_str().into()), ("line", number.into())]);
        let path = both.path().unwrap();
        prop_assert!(path.starts_with("/Lines(order='") && path.ends_with(&format!("',line={number})")), "{}", path);
    }
}

#[test]
fn keys_that_address_another_resource_are_errors() {
    let client = client("https://graph.example/v1.0", KeySyntax::Segment);
    for (key, problem) in
        [("", KeyError::Empty("id")), (".", KeyError::DotSegment("id")), ("..", KeyError::DotSegment("id"))]
    {
        let user = GraphService::new(client.clone()).users().by_id(key);
        let call = user.reprocess_license_assignment();
        let error = call.request(client.root()).unwrap_err();
        assert_eq!((error.kind(), error.key_error()), (ErrorKind::InvalidKey, Some(problem)), "{error:?}");
        let message = error.to_string();
        assert!(
            message.contains("POST /users/{id}/reprocessLicenseAssignment") && message.contains("`id`"),
            "{message}"
        );
        assert!(!error.may_have_been_sent());
        assert_eq!(user.0.path(), Err(problem));
        assert_eq!(user.0.child("manager").key(&[("id", "x".into())]).path(), Err(problem));
    }
    // A composite key is always in parentheses, where URL parsers remove nothing.
    let composite = Resource::root(client).child("x").key(&[("a", "..".into()), ("b", "".into())]);
    assert_eq!(composite.path().unwrap(), "/x(a='..',b='')");
}

#[test]
fn keys_that_could_be_names_are_in_parentheses() {
    let profile = graph_runtime::ServiceProfile::V4_01.with_key_syntax(KeySyntax::Segment);
    let other = Client::builder().base_url("https://shop.example/odata").profile(profile).build().unwrap();
    for (key, of_graph, of_other) in [
        ("$each", "/users/%24each", "/users('%24each')"),
        ("shop.Purge", "/users/shop.Purge", "/users('shop.Purge')"),
        ("a.b@c.d", "/users/a.b%40c.d", "/users('a.b%40c.d')"),
        ("..", "", "/users('..')"),
        ("a$b", "/users/a%24b", "/users/a%24b"),
        ("adele", "/users/adele", "/users/adele"),
    ] {
        let path = |client: &Client| Resource::root(client.clone()).child("users").key(&[("id", key.into())]).path();
        assert_eq!(path(&SEGMENTS).unwrap_or_default(), of_graph);
        assert_eq!(path(&other).unwrap(), of_other);
    }
    // No name begins with a digit.
    let number: graph_runtime::Decimal = "1.5".parse().unwrap();
    assert_eq!(Resource::root(other).child("rates").key(&[("id", number.into())]).path().unwrap(), "/rates/1.5");
}

#[cfg(feature = "reqwest")]
mod on_the_wire {
    use super::*;
    use crate::loopback::{Loopback, Reply};

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    }

    #[test]
    fn keys_arrive_unchanged() {
        let server = Loopback::start(|_| Reply::no_content());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let segments = GraphService::new(client(&server.root(), KeySyntax::Segment));
        let parentheses = GraphService::new(client(&server.root(), KeySyntax::Parentheses));
        let arrived = |service: &GraphService, key: &str, before: &str, after: &str| {
            runtime.block_on(service.users().by_id(key).retire().send()).unwrap();
            let target = server.last().target().to_owned();
            let segment = target.strip_prefix("/v1.0/users").unwrap().strip_prefix(before).unwrap();
            decode(segment.strip_suffix(after).unwrap())
        };
        let check = |key: &str| {
            if !is_invalid(key) {
                assert_eq!(arrived(&segments, key, "/", "/retire"), key);
            }
            assert_eq!(arrived(&parentheses, key, "('", "')/retire").replace("''", "'"), key);
        };
        SPECIAL_KEYS.iter().for_each(|key| check(key));
        let config = ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() };
        let checked = proptest::test_runner::TestRunner::new(config).run(&key(), |key| {
            check(&key);
            Ok(())
        });
        checked.unwrap();
    }

    #[test]
    fn nothing_is_sent_for_an_invalid_key() {
        let server = Loopback::start(|_| Reply::no_content());
        let service = GraphService::new(client(&server.root(), KeySyntax::Segment));
        for key in ["", ".", ".."] {
            let error = block_on(service.users().by_id(key).retire().send()).unwrap_err();
            assert!(error.kind() == ErrorKind::InvalidKey && !error.may_have_been_sent());
        }
        assert!(server.seen().is_empty());
    }

    #[test]
    fn a_key_that_exceeds_the_length_of_a_url_is_an_error() {
        let server = Loopback::start(|_| Reply::no_content());
        let service = GraphService::new(client(&server.root(), KeySyntax::Segment));
        let error = block_on(service.users().by_id("x".repeat(100_000)).retire().send()).unwrap_err();
        assert!(error.kind() == ErrorKind::InvalidRequest && !error.may_have_been_sent(), "{error:?}");
        assert!(server.seen().is_empty() && error.to_string().len() < 1000);
    }
}
