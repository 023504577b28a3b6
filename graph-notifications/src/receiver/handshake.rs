//! The request with which Graph checks a URL before it creates a subscription.
//!
//! Source: <https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#notificationurl-validation>.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::reason::Reason;

const PARAMETER: &str = "validationToken";

/// Returns the token to answer with, if a request is a handshake.
pub(super) fn token(query: &str, limit: usize) -> Option<Result<String, Reason>> {
    let mut tokens = query.split('&').filter_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        decode(name).is_some_and(|name| name == PARAMETER).then_some(value)
    });
    let token = tokens.next()?;
    if tokens.next().is_some() || token.is_empty() {
        return Some(Err(Reason::Handshake));
    }
    if token.len() > limit {
        return Some(Err(Reason::HandshakeTooLarge));
    }
    Some(decode(token).map(|text| escape_html(&text)).ok_or(Reason::Handshake))
}

/// Decodes a part of a query in which `+` is a space; `None` if it is not UTF-8.
fn decode(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8().ok().map(Cow::into_owned)
}

/// Escapes what HTML gives a meaning, so that no client takes the response for a page with scripts.
fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::token;
    use crate::Reason;

    #[test]
    fn tokens_are_decoded_and_escaped() {
        for (query, expected) in [
            ("validationToken=Validation%3a+Testing+client", "Validation: Testing client"),
            ("a=1&validationToken=x%20y&b", "x y"),
            ("validation%54oken=x", "x"),
            ("validationToken=%3Cscript%3Ealert('1')%26%22", "&lt;script&gt;alert(&#39;1&#39;)&amp;&quot;"),
            ("validationToken=a=b", "a=b"),
            ("validationToken=%zz", "%zz"),
        ] {
            assert_eq!(token(query, 100), Some(Ok(expected.to_owned())), "{query}");
        }
        for other in ["", "validationtoken=x", "x=validationToken", "&&"] {
            assert_eq!(token(other, 100), None, "{other}");
        }
        for wrong in
            ["validationToken", "validationToken=", "validationToken=%ff", "validationToken=a&validationToken=b"]
        {
            assert_eq!(token(wrong, 100), Some(Err(Reason::Handshake)), "{wrong}");
        }
        assert_eq!(token("validationToken=abc", 2), Some(Err(Reason::HandshakeTooLarge)));
    }
}
