//! Bodies that are a null in place of a value.

use std::{borrow::Cow, collections::HashMap};

use serde_json::value::RawValue;

use crate::text::without_byte_order_mark;

/// The length up to which a body may be `{"value": null}`, with annotations such as the context.
const MAX_NULL: usize = 16 << 10;

/// Returns whether a body is empty, or `null`.
pub(crate) fn is_null(body: &[u8]) -> bool {
    matches!(without_byte_order_mark(body).trim_ascii(), b"" | b"null")
}

/// Returns whether a body is empty, `null`, or `{"value": null}` with annotations (OData JSON Format 4.01, section 11).
pub(crate) fn is_null_value(body: &[u8]) -> bool {
    if is_null(body) {
        return true;
    }
    if body.len() > MAX_NULL {
        return false;
    }
    let object = serde_json::from_slice::<HashMap<Cow<'_, str>, &RawValue>>(without_byte_order_mark(body));
    object.is_ok_and(|object| {
        object.get("value").is_some_and(|value| value.get() == "null")
            && object.keys().all(|name| name == "value" || name.contains('@'))
    })
}

#[cfg(test)]
mod tests {
    use super::{MAX_NULL, is_null_value};

    #[test]
    fn annotations_may_surround_a_null() {
        for body in [
            "",
            " \n",
            "null",
            "{\"value\": null}",
            "\u{feff}{\"@odata.context\":\"$metadata#Edm.String\",\"value\":null}",
            "{\"value@odata.type\":\"#Int32\",\"value\":null}",
        ] {
            assert!(is_null_value(body.as_bytes()), "{body}");
        }
        let long = format!("{{\"value\":null{}}}", " ".repeat(MAX_NULL));
        for body in ["{}", "0", "{\"value\":0}", "{\"value\":null,\"id\":1}", "[null]", "{\"value\":null", &long] {
            assert!(!is_null_value(body.as_bytes()), "{body}");
        }
    }
}
