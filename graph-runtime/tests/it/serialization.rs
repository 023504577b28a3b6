//! serde's traits of primitive values, in JSON and in a format that has no numbers of any precision.

use graph_runtime::{Binary, DateTimeOffset, Decimal, Duration, Extra, Flags, TimeOfDay};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::sample::Colour;

/// Reads and writes a text, which must not change; also through serde's buffer, which `flatten` uses.
fn same<T: Serialize + DeserializeOwned>(text: &str) {
    let read: T = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    let buffered: T = serde_json::from_value(serde_json::from_str(text).unwrap()).unwrap();
    assert_eq!(serde_json::to_value(&buffered).unwrap(), serde_json::from_str::<serde_json::Value>(text).unwrap());
}

#[test]
fn primitive_values_are_written_as_they_were_read() {
    same::<DateTimeOffset>("\"2026-11-20T08:14:03.2150187+05:30\"");
    same::<TimeOfDay>("\"09:00:00.0000000\"");
    same::<Duration>("\"PT90M\"");
    same::<Binary>("\"_-8\"");
    same::<Binary>("\"aGk=\"");
    same::<Decimal>("12.50");
    same::<Flags<Colour>>("\"red,purple\"");
    same::<Extra>("{\"a\":null,\"b\":[1.0]}");
    same::<Extra>("[1]");
    #[cfg(feature = "serde")]
    {
        same::<graph_runtime::Guid>("\"047dd774-f1c4-40f2-82f0-278de79f9b83\"");
        same::<graph_runtime::Date>("\"2026-01-31\"");
    }
    let long = "123456789012345678901234567890.123456789";
    assert_eq!(serde_json::to_string(&serde_json::from_str::<Decimal>(long).unwrap()).unwrap(), long);
    assert_eq!(serde_json::from_str::<Decimal>("\"1.5\"").unwrap(), "1.5".parse().unwrap());
}

#[test]
fn errors_do_not_quote_values() {
    let error = serde_json::from_str::<DateTimeOffset>("\"a secret\"").unwrap_err().to_string();
    assert_eq!(error, "expected a date and time with an offset, such as `2026-01-31T08:00:00Z` at line 1 column 10");
    for wrong in ["true", "\"x\"", "{}"] {
        let error = serde_json::from_str::<Decimal>(wrong).unwrap_err().to_string();
        assert_eq!(error, "expected a decimal number", "{wrong}");
    }
}

#[test]
fn a_struct_of_an_application_has_them_as_fields() {
    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Record {
        created: DateTimeOffset,
        price: Option<Decimal>,
        #[serde(flatten)]
        extra: Extra,
    }

    let text = r#"{"created":"2026-11-20T08:14:03Z","price":9.90,"colour":"teal"}"#;
    let record: Record = serde_json::from_str(text).unwrap();
    assert_eq!(record.extra.value("colour"), Some("teal".into()));
    assert_eq!(serde_json::from_str::<Record>(&serde_json::to_string(&record).unwrap()).unwrap(), record);
}
