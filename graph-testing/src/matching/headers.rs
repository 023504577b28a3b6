//! Headers, compared by meaning.

use graph_runtime::http::HeaderMap;

use super::difference::Difference;
use crate::text::{HIDDEN, is_secret_header};

/// The headers that change what a request means. A request that has one of them unexpectedly is another request.
pub(crate) const RELEVANT: [&str; 8] =
    ["consistencylevel", "content-range", "if-match", "if-none-match", "if-range", "isolation", "prefer", "range"];

/// Headers of an operation that are not compared: they are about the format, or added by the client.
const IGNORED: [&str; 12] = [
    "accept",
    "accept-encoding",
    "authorization",
    "client-request-id",
    "content-length",
    "content-type",
    "host",
    "odata-maxversion",
    "odata-version",
    "retry-attempt",
    "return-client-request-id",
    "user-agent",
];

/// Returns the names of headers of an operation that are compared.
pub(super) fn is_compared(name: &str) -> bool {
    !IGNORED.contains(&name)
}

/// Returns the differences of headers. Those in `any` are not compared.
pub(super) fn differences(expected: &[(String, String)], received: &HeaderMap, any: &[String]) -> Vec<Difference> {
    let mut names: Vec<&str> = expected.iter().map(|(name, _)| name.as_str()).collect();
    names.extend(RELEVANT.iter().filter(|name| received.contains_key(**name)));
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !any.iter().any(|any| any.eq_ignore_ascii_case(name)));
    let sent = |name: &str| {
        let values: Vec<_> =
            received.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        (!values.is_empty()).then(|| values.join(", "))
    };
    let mut found = Vec::new();
    for name in names {
        let wanted = expected.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        let sent = sent(name);
        if wanted.as_deref().map(|value| meaning(name, value)) != sent.as_deref().map(|value| meaning(name, value)) {
            let is_secret = is_secret_header(name)
                || received.get_all(name).iter().any(graph_runtime::http::HeaderValue::is_sensitive);
            let show = |value: String| if is_secret { HIDDEN.to_owned() } else { format!("`{value}`") };
            found.push(Difference::new(format!("header {name}"), wanted.map(show), sent.map(show), 1));
        }
    }
    found
}

/// Returns a value in a form that is equal for values of the same meaning: preferences have no order.
fn meaning(name: &str, value: &str) -> Vec<String> {
    if name != "prefer" {
        return vec![value.trim().to_owned()];
    }
    let mut preferences: Vec<String> = value.split(',').map(|preference| preference.trim().to_owned()).collect();
    preferences.sort();
    preferences
}

#[cfg(test)]
mod tests {
    use graph_runtime::http::{HeaderMap, HeaderValue};

    use super::differences;

    #[test]
    fn secrets_are_not_shown() {
        let mut received = HeaderMap::new();
        received.insert("x-functions-key", HeaderValue::from_static("hunter1"));
        let mut value = HeaderValue::from_static("hunter2");
        value.set_sensitive(true);
        received.insert("x-own", value);
        let expected = ["x-functions-key", "x-own"].map(|name| (name.to_owned(), "hunter3".to_owned()));
        for difference in differences(&expected, &received, &[]) {
            assert!(!difference.to_string().contains("hunter"), "{difference}");
        }
    }

    #[test]
    fn relevant_headers_are_compared_both_ways() {
        let mut received = HeaderMap::new();
        received.insert("prefer", HeaderValue::from_static("b,a=1"));
        received.insert("if-match", HeaderValue::from_static("*"));
        received.insert("user-agent", HeaderValue::from_static("x"));
        let expected = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let shown = |expected: &[(String, String)], any: &[String]| -> Vec<String> {
            differences(expected, &received, any).iter().map(ToString::to_string).collect()
        };
        assert!(shown(&expected(&[("prefer", "a=1, b"), ("if-match", "*")]), &[]).is_empty());
        assert_eq!(shown(&expected(&[("prefer", "a=1, b")]), &[]), ["header if-match: expected none, received `*`"]);
        assert_eq!(
            shown(&expected(&[("x-own", "1")]), &["Prefer".to_owned(), "if-match".to_owned()]),
            ["header x-own: expected `1`, received none"]
        );
    }
}
