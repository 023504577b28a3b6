//! Primitive values at the ends of their ranges: as text, as JSON, in other crates' types, and in schemas.

use std::{fmt::Debug, str::FromStr};

use graph_runtime::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay, codec};
use proptest::prelude::*;

/// Texts that the types have, at the ends of their ranges and within.
const INSTANTS: [&str; 12] = [
    "0000-01-01T00:00:00Z",
    "0000-01-01T00:00:00+25:59",
    "0000-01-01T00:00-25:59",
    "0000-02-29T00:00:00+00:00",
    "0001-01-01T00:00:00+14:00",
    "1969-12-31T23:59:59.9Z",
    "2016-10-19T10:37Z",
    "2016-12-31T23:59:59.999999999999+00:00",
    "2026-01-01T00:00:00+24:00",
    "9999-12-31T23:59:59.999999999999-25:59",
    "9999-12-31T23:59:59.999999999+25:59",
    "9999-12-31T23:59+23:59",
];
const TIMES: [&str; 5] = ["00:00", "23:59", "00:00:00", "12:00:00.5", "23:59:59.999999999999"];
const DURATIONS: [&str; 12] = [
    "PT9223372036854775807.999999999S",
    "-PT9223372036854775808.999999999999S",
    "-PT2562047788015215H30M8.999999999S",
    "P106751991167300D",
    "-P106751991167300DT15H30M8S",
    "PT0.000000000999S",
    "-PT0S",
    "-P0DT0H0M0S",
    "PT1H5S",
    "P1DT1H1M1.123456789012S",
    "PT00000000000000000000000000000000000001S",
    "-PT0.5S",
];

/// Checks that a value is the same after it was written and read, as text and as JSON.
fn check<T: FromStr<Err: Debug> + ToString + codec::Value + PartialEq + Debug>(value: &T) {
    let text = value.to_string();
    assert_eq!(text.parse::<T>().unwrap_or_else(|problem| panic!("{text}: {problem:?}")), *value);
    let json = codec::to_json(value).unwrap();
    assert_eq!(read::<T>(&json), *value);
}

fn read<T: codec::Value>(json: &str) -> T {
    match codec::from_json(json) {
        Ok(codec::Decoded::Value(value)) => value,
        Ok(_) => panic!("{json} does not fit"),
        Err(problem) => panic!("{json}: {problem}"),
    }
}

/// Checks that serde reads and writes the same JSON, and that the schema describes it.
fn check_serde<T>(value: &T)
where
    T: serde::Serialize + serde::de::DeserializeOwned + codec::Value + Described + PartialEq + Debug,
{
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(json, codec::to_json(value).unwrap());
    assert_eq!(serde_json::from_str::<T>(&json).unwrap(), *value, "{json}");
    T::check_schema(&json);
}

/// A type with a schema, if the feature is on.
trait Described {
    fn check_schema(json: &str);
}

#[cfg(not(feature = "schemars"))]
impl<T> Described for T {
    fn check_schema(_: &str) {}
}

#[cfg(feature = "schemars")]
impl<T: schemars::JsonSchema> Described for T {
    /// Checks that the schema describes what is written, with the keywords of strings and numbers.
    fn check_schema(json: &str) {
        let schema = schemars::schema_for!(T).to_value();
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        assert!(is_described(&schema, &value), "{json} is not described by {schema}");
    }
}

#[cfg(feature = "schemars")]
fn is_described(schema: &serde_json::Value, value: &serde_json::Value) -> bool {
    use regex_lite::Regex;

    if let Some(choices) = schema["anyOf"].as_array() {
        return choices.iter().any(|choice| is_described(choice, value));
    }
    if let Some(values) = schema["enum"].as_array() {
        return values.contains(value);
    }
    let Some(text) = value.as_str() else { return schema["type"] == "number" && value.is_number() };
    // The grammars of RFC 3339 and RFC 9562.
    let format = match schema["format"].as_str() {
        Some("date") => r"^\d{4}-\d{2}-\d{2}$",
        Some("date-time") => r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$",
        Some("time-local") => r"^\d\d:\d\d:\d\d(\.\d+)?$",
        Some("duration") => r"^P(\d+D|(\d+D)?T(\d+H(\d+M(\d+S)?)?|\d+M(\d+S)?|\d+S))$",
        Some("uuid") => "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
        Some("byte") => "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
        Some(other) => panic!("{other} is not a format of strings"),
        None => "",
    };
    let has_form = |pattern: &str| Regex::new(pattern).unwrap().is_match(text);
    schema["type"] == "string" && has_form(format) && has_form(schema["pattern"].as_str().unwrap_or_default())
}

/// Checks a duration, and what it becomes in other crates and of theirs.
fn check_duration(value: &Duration) {
    check(value);
    check_serde(value);
    check(&Duration::from(value.length()));
    assert_eq!(Duration::from(value.length()).length(), value.length());
    #[cfg(feature = "time")]
    check_time_duration(value.clone().into());
    #[cfg(feature = "chrono")]
    if let Ok(theirs) = chrono::TimeDelta::try_from(value.clone()) {
        check_chrono_duration(theirs);
    }
}

#[cfg(feature = "time")]
fn check_time_duration(theirs: time::Duration) {
    let ours = Duration::from(theirs);
    check(&ours);
    assert_eq!(time::Duration::from(ours), theirs);
}

#[cfg(feature = "chrono")]
fn check_chrono_duration(theirs: chrono::TimeDelta) {
    let ours = Duration::from(theirs);
    check(&ours);
    assert_eq!(chrono::TimeDelta::try_from(ours), Ok(theirs));
}

/// Checks a point in time, and what it becomes in other crates and of theirs. They drop picoseconds.
fn check_instant(value: DateTimeOffset) {
    check(&value);
    check_serde(&value);
    check(&DateTimeOffset::from(value.timestamp()));
    #[cfg(feature = "time")]
    if let Ok(theirs) = time::OffsetDateTime::try_from(value) {
        match DateTimeOffset::try_from(theirs) {
            Ok(ours) => {
                check(&ours);
                assert_eq!((ours.local(), ours.offset_minutes()), (value.local(), value.offset_minutes()));
            }
            Err(_) => assert!(value.local().year() < 0, "{value}"),
        }
    }
    #[cfg(feature = "chrono")]
    if let Ok(theirs) = chrono::DateTime::<chrono::FixedOffset>::try_from(value) {
        match DateTimeOffset::try_from(theirs) {
            Ok(ours) => {
                check(&ours);
                assert_eq!((ours.local(), ours.offset_minutes()), (value.local(), value.offset_minutes()));
            }
            Err(_) => assert!(value.local().year() < 0, "{value}"),
        }
        if let Ok(utc) = DateTimeOffset::try_from(theirs.to_utc()) {
            check(&utc);
            assert_eq!(utc.timestamp().as_nanosecond(), value.timestamp().as_nanosecond());
        }
    }
}

fn check_time_of_day(value: TimeOfDay) {
    check(&value);
    check_serde(&value);
    #[cfg(feature = "time")]
    assert_eq!(TimeOfDay::try_from(time::Time::try_from(value).unwrap()).unwrap().time(), value.time());
    #[cfg(feature = "chrono")]
    assert_eq!(TimeOfDay::try_from(chrono::NaiveTime::try_from(value).unwrap()).unwrap().time(), value.time());
}

#[test]
fn values_at_the_ends_of_their_ranges_survive() {
    INSTANTS.iter().for_each(|text| check_instant(text.parse().unwrap_or_else(|_| panic!("{text}"))));
    TIMES.iter().for_each(|text| check_time_of_day(text.parse().unwrap_or_else(|_| panic!("{text}"))));
    DURATIONS.iter().for_each(|text| check_duration(&text.parse().unwrap_or_else(|_| panic!("{text}"))));
    for length in [jiff::SignedDuration::MIN, jiff::SignedDuration::MAX, jiff::SignedDuration::ZERO] {
        check_duration(&length.into());
    }
    check_duration(&std::time::Duration::MAX.into());
    for text in ["PT9223372036854775808S", "-PT9223372036854775809S", "P106751991167301D", "-P99999999999999999999D"] {
        assert!(text.parse::<Duration>().is_err(), "{text}");
    }
    for text in ["0000-01-01", "0001-01-01", "2024-02-29", "9999-12-31"] {
        check::<Date>(&text.parse().unwrap());
    }
    for text in ["0", "-0", "1E5", "1e-999", "12345678901234567890.123456789"] {
        check::<Decimal>(&text.parse().unwrap());
    }
    for (number, json) in [(f64::INFINITY, r#""INF""#), (f64::NEG_INFINITY, r#""-INF""#), (f64::NAN, r#""NaN""#)] {
        assert_eq!(codec::to_json(&number).unwrap(), json);
        assert!(read::<f64>(json) == number || number.is_nan());
    }
    check(&Guid::nil());
    check(&Guid::max());
    for json in [r#""""#, r#""-_8=""#, r#""-_8""#, r#""+/8=""#, r#""+/8""#, r#""AA==""#] {
        let value: Binary = read(json);
        assert_eq!(codec::to_json(&value).unwrap(), json);
        check_serde(&value);
    }
}

#[cfg(feature = "time")]
#[test]
fn ends_of_the_ranges_of_the_crate_time() {
    check_time_duration(time::Duration::MIN);
    check_time_duration(time::Duration::MAX);
    for date in [time::Date::MIN, time::Date::MAX] {
        for offset in [-1439 * 60, 0, 1439 * 60] {
            let offset = time::UtcOffset::from_whole_seconds(offset).unwrap();
            for clock in [time::Time::MIDNIGHT, time::Time::MAX] {
                if let Ok(ours) = DateTimeOffset::try_from(time::OffsetDateTime::new_in_offset(date, clock, offset)) {
                    check_instant(ours);
                }
            }
        }
    }
}

/// Years before 0 have a sign.
#[test]
fn ends_of_the_range_of_jiff() {
    for timestamp in [jiff::Timestamp::MIN, jiff::Timestamp::MAX, jiff::Timestamp::UNIX_EPOCH] {
        let ours = DateTimeOffset::from(timestamp);
        assert_eq!(ours.timestamp(), timestamp);
        check_instant(ours);
    }
    // 0000-01-01 is 62,167,219,200 seconds before 1970.
    let before = std::time::SystemTime::UNIX_EPOCH - std::time::Duration::from_secs(62_167_219_201);
    let ours = DateTimeOffset::try_from(before).unwrap();
    assert_eq!(ours.to_string(), "-0001-12-31T23:59:59Z");
    assert_eq!(std::time::SystemTime::try_from(ours).unwrap(), before);
}

#[cfg(feature = "chrono")]
#[test]
fn ends_of_the_ranges_of_chrono() {
    use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

    check_chrono_duration(TimeDelta::MIN);
    check_chrono_duration(TimeDelta::MAX);
    for utc in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        assert!(DateTimeOffset::try_from(utc).is_err());
        for seconds in [-86_340, -60, 0, 60, 86_340] {
            let theirs = utc.with_timezone(&FixedOffset::east_opt(seconds).unwrap());
            assert!(DateTimeOffset::try_from(theirs).is_err(), "{seconds}");
        }
    }
}

proptest! {
    #[test]
    fn any_duration_survives(seconds: i64, nanoseconds in 0_i32..1_000_000_000) {
        let nanoseconds = if seconds < 0 { -nanoseconds } else { nanoseconds };
        check_duration(&jiff::SignedDuration::new(seconds, nanoseconds).into());
    }

    #[test]
    fn any_text_of_a_duration_survives(
        text in "-?P([0-9]{1,15}D)?T([0-9]{1,3}H)?([0-9]{1,3}M)?[0-9]{1,19}([.][0-9]{1,12})?S",
    ) {
        if let Ok(value) = text.parse() {
            check_duration(&value);
        }
    }

    #[test]
    fn any_instant_survives(
        text in "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]\
                 (:[0-5][0-9]([.][0-9]{1,12})?)?(Z|[+-]([01][0-9]|2[0-5]):[0-5][0-9])",
    ) {
        if let Ok(value) = text.parse() {
            check_instant(value);
        }
    }

    #[test]
    fn any_time_survives(text in "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,12})?)?") {
        check_time_of_day(text.parse().unwrap());
    }

    #[test]
    fn any_bytes_survive(bytes: Vec<u8>) {
        check_serde(&Binary::from(bytes));
    }

    #[test]
    fn any_number_survives(number: f64, text in "-?(0|[1-9][0-9]{0,30})([.][0-9]{1,30})?([eE][+-]?[0-9]{1,2})?") {
        let json = codec::to_json(&number).unwrap();
        prop_assert_eq!(read::<f64>(&json).to_bits(), number.to_bits());
        let decimal: Decimal = text.parse().unwrap();
        check(&decimal);
        check_serde(&decimal);
    }
}
