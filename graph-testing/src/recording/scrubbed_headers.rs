//! Headers without secrets. Only known ones are recorded.

use std::collections::BTreeMap;

use graph_runtime::http::{HeaderMap, HeaderValue};

use super::{placeholder::escape, scrubber::Scrubber};
use crate::matching::RELEVANT;

/// The header of bodies.
const CONTENT_TYPE: &str = "content-type";

/// The headers of requests that are recorded.
pub(super) const REQUEST_HEADERS: [&str; RELEVANT.len() + 1] = {
    let mut names = [CONTENT_TYPE; RELEVANT.len() + 1];
    let mut index = 0;
    while index < RELEVANT.len() {
        names[index] = RELEVANT[index];
        index += 1;
    }
    names
};

/// The headers of responses that are recorded.
pub(super) const RESPONSE_HEADERS: [&str; 10] = [
    "azure-asyncoperation",
    "content-range",
    CONTENT_TYPE,
    "etag",
    "location",
    "odata-entityid",
    "operation-location",
    "preference-applied",
    "retry-after",
    "www-authenticate",
];

/// The headers that hold URLs.
const LINKS: [&str; 4] = ["azure-asyncoperation", "location", "odata-entityid", "operation-location"];

/// The parameters of a challenge that are recorded. Anything else could be a part of an exchange of credentials.
const CHALLENGE: [&str; 8] =
    ["authorization_uri", "claims", "client_id", "error", "error_description", "realm", "scope", "trusted_issuers"];

impl Scrubber {
    /// Scrubs the headers of a list.
    pub(super) fn headers(
        &mut self,
        headers: &HeaderMap,
        names: &[&str],
        is_request: bool,
    ) -> BTreeMap<String, String> {
        let text = |name: &str| headers.get(name).filter(|value| !value.is_sensitive()).map(HeaderValue::to_str);
        let texts = names.iter().filter_map(|name| Some((*name, text(name)?.ok()?)));
        texts.filter_map(|(name, value)| Some((name.to_owned(), self.header(name, value, is_request)?))).collect()
    }

    /// Scrubs a header; `None` if it is not recorded.
    pub(super) fn header(&mut self, name: &str, value: &str, is_request: bool) -> Option<String> {
        let name = name.to_ascii_lowercase();
        let known: &[&str] = if is_request { &REQUEST_HEADERS } else { &RESPONSE_HEADERS };
        if !known.contains(&name.as_str()) {
            return None;
        }
        let value = escape(value);
        Some(match name.as_str() {
            "www-authenticate" => challenges(&value),
            name if LINKS.contains(&name) => self.address(&value),
            _ => {
                let scrubbed = self.text(&value);
                self.ids(&scrubbed)
            }
        })
    }

    /// Scrubs a link, with the ids that it contains.
    pub(super) fn address(&mut self, link: &str) -> String {
        let scrubbed = self.link(link);
        self.ids(&scrubbed)
    }
}

/// Returns challenges without what follows the scheme of an exchange of credentials: `Negotiate YII…`.
fn challenges(value: &str) -> String {
    let mut kept = Vec::new();
    for challenge in split_list(value) {
        // The first parameter follows the scheme.
        let (scheme, parameter) = match challenge.split_once(' ') {
            Some((scheme, parameter)) if !scheme.contains('=') => (Some(scheme), parameter.trim()),
            None if !challenge.contains('=') => (Some(challenge), ""),
            _ => (None, challenge),
        };
        let name = parameter.split_once('=').map(|(name, _)| name.trim().to_ascii_lowercase());
        let parameter = if name.is_some_and(|name| CHALLENGE.contains(&name.as_str())) { parameter } else { "" };
        let text = format!("{} {parameter}", scheme.unwrap_or_default());
        if !text.trim().is_empty() {
            kept.push(text.trim().to_owned());
        }
    }
    kept.join(", ")
}

/// Splits a list at commas outside quotes.
fn split_list(value: &str) -> Vec<&str> {
    let mut is_quoted = false;
    let items = value.split(|character: char| {
        is_quoted ^= character == '"';
        character == ',' && !is_quoted
    });
    items.map(str::trim).filter(|item| !item.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Scrubber, challenges};

    #[test]
    fn challenges_have_no_credentials() {
        for (value, expected) in [
            ("Negotiate c2VjcmV0", "Negotiate"),
            (
                "Negotiate secret==, Bearer realm=\"a, b\", nonce=\"secret\", error=x",
                "Negotiate, Bearer realm=\"a, b\", error=x",
            ),
            ("Bearer claims=\"eyJhIjoxfQ==\"", "Bearer claims=\"eyJhIjoxfQ==\""),
            ("NTLM", "NTLM"),
        ] {
            assert_eq!(challenges(value), expected);
        }
    }

    #[test]
    fn only_known_headers_are_recorded() {
        let mut scrubber = Scrubber::new("https://graph.microsoft.com/v1.0");
        assert_eq!(scrubber.header("Authorization", "Bearer secret", true), None);
        assert_eq!(scrubber.header("Set-Cookie", "secret", false), None);
        assert_eq!(scrubber.header("Prefer", "a=1", true).as_deref(), Some("a=1"));
        assert_eq!(scrubber.header("Location", "/m?sig=secret", false).as_deref(), Some("/m?sig=(hidden)"));
    }
}
