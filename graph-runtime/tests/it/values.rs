//! Primitive values: what parses is printed unchanged, and no text panics.

use std::fmt::{Debug, Display};

use bytes::Bytes;
use graph_runtime::{
    Binary, Date, DateTimeOffset, Decimal, Description, Duration, Guid, ServiceError, TimeOfDay,
    codec::{Decoded, Value, from_json, to_json},
    http,
};
use proptest::prelude::*;

fn parse_print<T: std::str::FromStr + Display + Debug>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        assert_eq!(value.to_string(), text);
        let _ = format!("{value:?}");
    }
}

/// Checks that a JSON string is read and written unchanged; returns whether it fits the type.
fn through_json<T: Value>(text: &str) -> bool {
    let json = serde_json::to_string(text).unwrap();
    let (written, fits) = match from_json::<T>(&json).unwrap() {
        Decoded::Value(value) => (to_json(&value).unwrap(), true),
        Decoded::Null => panic!("{text:?} is not null"),
        Decoded::Misfit => (json, false),
    };
    assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    fits
}

fn check(text: &str) {
    parse_print::<DateTimeOffset>(text);
    parse_print::<TimeOfDay>(text);
    parse_print::<Duration>(text);
    parse_print::<Decimal>(text);
    through_json::<DateTimeOffset>(text);
    through_json::<TimeOfDay>(text);
    through_json::<Duration>(text);
    through_json::<Decimal>(text);
    through_json::<Binary>(text);
    through_json::<Guid>(text);
    through_json::<Date>(text);
    through_json::<f64>(text);
    through_json::<i64>(text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn dates(
        text in "[0-9TZ:.+-]{0,35}",
        close in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9](:[0-6][0-9](\\.[0-9]{0,13})?)?\
                  (Z|[+-][0-2][0-9]:[0-6][0-9])?",
    ) {
        check(&text);
        check(&close);
        if let Ok(when) = close.parse::<DateTimeOffset>() {
            let _ = (when.timestamp(), when.offset_minutes(), when.local(), std::time::SystemTime::try_from(when));
            prop_assert_eq!(when, when.to_string().parse().unwrap());
        }
    }

    #[test]
    fn times(text in "[0-2][0-9]:[0-6][0-9](:[0-6][0-9](\\.[0-9]{0,13})?)?Z?") {
        check(&text);
    }

    #[test]
    fn durations(
        text in "[PTDHMSYW0-9.+-]{0,14}",
        close in "-?P([0-9]{0,20}D)?(T([0-9]{0,20}H)?([0-9]{0,20}M)?([0-9]{0,20}(\\.[0-9]{0,13})?S)?)?",
    ) {
        check(&text);
        check(&close);
    }

    #[test]
    fn durations_from_lengths(seconds in any::<i64>(), nanoseconds in -999_999_999..1_000_000_000_i32) {
        prop_assume!(seconds != i64::MIN && seconds != i64::MAX);
        let length = jiff::SignedDuration::new(seconds, nanoseconds);
        let made = Duration::from(length);
        let parsed: Duration = made.as_str().parse().unwrap();
        prop_assert_eq!(parsed.length(), length);
    }

    #[test]
    fn instants(seconds in -377_000_000_000..250_000_000_000_i64, nanoseconds in 0..1_000_000_000_i32) {
        let Ok(instant) = jiff::Timestamp::new(seconds, nanoseconds) else { return Ok(()) };
        let made = DateTimeOffset::from(instant);
        prop_assert_eq!(made.timestamp(), instant);
        if made.local().year() >= 0 {
            prop_assert_eq!(made.to_string().parse::<DateTimeOffset>().unwrap().timestamp(), instant);
        }
    }

    #[test]
    fn order_is_that_of_timestamps(a in any::<i32>(), b in any::<i32>(), hours in -23..24_i16) {
        let at = |seconds: i32| jiff::Timestamp::from_second(i64::from(seconds)).unwrap();
        let moved = format!("{}{}{:02}:00",
            at(b).to_string().trim_end_matches('Z'), if hours < 0 { '-' } else { '+' }, hours.abs());
        prop_assume!(moved.parse::<DateTimeOffset>().is_ok());
        let (left, right) = (DateTimeOffset::from(at(a)), moved.parse::<DateTimeOffset>().unwrap());
        prop_assert_eq!(left.cmp(&right), left.timestamp().cmp(&right.timestamp()));
    }

    #[test]
    fn decimals(text in "[0-9.eE+-]{0,20}", close in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,5})?") {
        check(&text);
        let value: Decimal = close.parse().unwrap();
        prop_assert_eq!(value.as_str(), close.as_str());
        prop_assert_eq!(to_json(&value).unwrap(), close);
        let _ = value.to_f64();
    }

    #[test]
    fn binaries(text in "[A-Za-z0-9+/_=-]{0,16}", bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        check(&text);
        let written = to_json(&Binary::from(bytes.clone())).unwrap();
        match from_json::<Binary>(&written).unwrap() {
            Decoded::Value(read) => prop_assert_eq!(read.into_vec(), bytes),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn guids(text in "[0-9a-fA-F]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-fA-F]{12}") {
        check(&text);
    }

    #[test]
    fn errors_of_any_bytes(
        body in service_error_body(),
        status in 300..1000_u16,
        header in prop::collection::vec(any::<u8>(), 0..20),
    ) {
        static DESCRIPTION: Description = Description::post("x", "/x");
        let mut response = http::Response::builder().status(status).body(Bytes::from(body.clone())).unwrap();
        if let Ok(value) = http::HeaderValue::from_bytes(&header) {
            response.headers_mut().insert("request-id", value);
        }
        let error = ServiceError::new(response, &DESCRIPTION);
        prop_assert_eq!(error.raw_body(), &body);
        prop_assert_eq!(error.status().as_u16(), status);
        let _ = (error.to_string(), format!("{error:?}"), error.innermost_code(), error.details(), error.date());
        prop_assert!(error.codes().len() <= 64);
    }
}

fn service_error_body() -> impl Strategy<Value = Vec<u8>> {
    let token = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"error\"",
        "\"code\"",
        "\"message\"",
        "\"innerError\"",
        "\"innererror\"",
        "\"details\"",
        "\"x\"",
        "null",
        "1e400",
        "\"\\ud800\"",
        "\u{feff}",
        " ",
        "<html>",
    ]);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        prop::collection::vec(token, 0..40).prop_map(|tokens| tokens.concat().into_bytes()),
        (1..300_usize, "[a-z]{0,3}").prop_map(|(depth, code)| {
            let open = format!(r#"{{"code":"{code}","innerError":"#).repeat(depth);
            format!(r#"{{"error":{open}null{}}}"#, "}".repeat(depth)).into_bytes()
        }),
    ]
}

#[test]
fn text_that_fits() {
    assert!(through_json::<Binary>("AP/+") && through_json::<Binary>("AP_-") && through_json::<Binary>("AP8"));
    assert!(!through_json::<Binary>("AP9=") && !through_json::<Binary>("A") && !through_json::<Binary>("AP/_"));
    assert!(through_json::<f64>("INF") && !through_json::<f64>("1.5") && !through_json::<i64>("1"));
    assert!(through_json::<Date>("2026-11-20") && !through_json::<Date>("2026-02-30"));
    assert!(!through_json::<Guid>("C7DF2760-2C81-4EF7-B578-5B5392B571DF"), "it would be written in lower case");
}
