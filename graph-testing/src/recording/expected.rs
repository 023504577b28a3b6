//! Recorded requests as expectations. What was hidden matches any value.

use std::{collections::HashSet, error::Error, sync::Arc};

use graph_runtime::{
    Bytes,
    http::{self, HeaderName, HeaderValue, Method},
};
use serde_json::Value;

use super::{
    fixture::{Body, Recorded},
    json::Json,
    multipart,
};
use crate::{
    matching::{BodyMatcher, Matcher},
    text::{HIDDEN, decoded, option_pairs},
};

/// What earlier responses of a recording contain.
pub(super) struct Known {
    /// The URL that replaces those of other hosts.
    elsewhere: String,
    /// The tokens of their links.
    tokens: HashSet<String>,
}

impl Known {
    pub(super) fn new(elsewhere: &str) -> Self {
        Self { elsewhere: elsewhere.to_owned(), tokens: HashSet::new() }
    }

    /// Reads the links of a response.
    pub(super) fn add(&mut self, response: &super::fixture::Message) {
        let body = match &response.body {
            Body::Json(text) | Body::Text(text) => text.as_str(),
            Body::Empty | Body::Base64(_) => "",
        };
        for text in response.headers.values().map(String::as_str).chain([body]) {
            self.tokens.extend(tokens(text).map(str::to_owned));
        }
    }

    /// Returns the expectation of a request.
    pub(super) fn matcher(&self, recorded: &Recorded) -> Result<Matcher, Box<dyn Error + Send + Sync>> {
        let mut expected = http::Request::new(recorded.request.body.to_bytes()?);
        *expected.method_mut() = Method::from_bytes(recorded.method.as_bytes())?;
        *expected.uri_mut() = recorded.url.parse()?;
        for (name, value) in &recorded.request.headers {
            expected.headers_mut().insert(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        }
        let mut matcher = Matcher::of(&expected);
        for (name, value) in option_pairs(expected.uri().query().unwrap_or_default()) {
            if self.is_any(&value) {
                matcher.accept_any_option(&name);
            }
        }
        let path = expected.uri().path();
        let segments: Vec<String> = path.split('/').map(|segment| self.segment(segment)).collect();
        let template = segments.join("/");
        if template != path {
            matcher.accept_any_key(&template);
        }
        let headers = recorded.request.headers.iter();
        for (name, _) in headers.filter(|(_, value)| self.is_any(value)) {
            matcher.accept_any_header(name);
        }
        let media_type = recorded.request.headers.get("content-type").map(String::as_str).unwrap_or_default();
        if let Some(body) = self.body(&recorded.request.body, media_type) {
            matcher.body = body;
        }
        Ok(matcher)
    }

    /// Returns whether a text contains what replaces a secret or a URL elsewhere, or a token that no response had.
    fn is_any(&self, text: &str) -> bool {
        text.contains(HIDDEN)
            || text.contains(&self.elsewhere)
            || tokens(text).any(|token| !self.tokens.contains(token))
    }

    /// Returns a segment of a path, with a hole for what matches any value.
    fn segment(&self, segment: &str) -> String {
        let decoded = decoded(segment);
        if !self.is_any(&decoded) {
            return segment.to_owned();
        }
        let unknown: Vec<&str> = tokens(&decoded).filter(|token| !self.tokens.contains(*token)).collect();
        unknown.into_iter().fold(decoded.replace(HIDDEN, "{hidden}"), |text, token| text.replace(token, "{token}"))
    }

    /// Returns the expectation of a body that does not have to be sent as it was recorded.
    fn body(&self, body: &Body, media_type: &str) -> Option<BodyMatcher> {
        match body {
            Body::Text(text) if text == HIDDEN => Some(BodyMatcher::Any),
            Body::Text(text) if media_type.to_ascii_lowercase().starts_with("multipart/") => {
                let calls = calls(text);
                Some(condition("the recorded batch", move |body| {
                    let sent = self::calls(body);
                    sent.len() == calls.len() && calls.iter().zip(&sent).all(|(call, sent)| is_call(call, sent))
                }))
            }
            Body::Text(text) if option_pairs(text).iter().any(|(_, value)| self.is_any(value)) => {
                let mut pairs: Vec<(String, Option<String>)> = option_pairs(text)
                    .into_iter()
                    .map(|(name, value)| (name, Some(value).filter(|value| !self.is_any(value))))
                    .collect();
                pairs.sort();
                Some(condition("the recorded form", move |body| {
                    let mut sent = option_pairs(body);
                    sent.sort();
                    let is_same = |(name, value): &(String, Option<String>), sent: &(String, String)| {
                        *name == sent.0 && value.as_ref().is_none_or(|value| *value == sent.1)
                    };
                    pairs.len() == sent.len() && pairs.iter().zip(&sent).all(|(pair, sent)| is_same(pair, sent))
                }))
            }
            Body::Json(text) => match serde_json::from_str(text) {
                Ok(mut json) => {
                    self.hide_any(&mut json);
                    Some(BodyMatcher::Json(json))
                }
                // The client may send numbers and strings that serde_json refuses.
                Err(_) => {
                    let json = self.hidden_any(Json::read(text)?);
                    Some(condition("the recorded JSON", move |body| {
                        Json::read(body).is_some_and(|sent| is_same(&json, &sent))
                    }))
                }
            },
            _ => None,
        }
    }

    fn hide_any(&self, value: &mut Value) {
        match value {
            Value::String(text) if self.is_any(text) => HIDDEN.clone_into(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.hide_any(item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.hide_any(member)),
            _ => {}
        }
    }

    fn hidden_any(&self, value: Json) -> Json {
        match value {
            Json::Text(text) if self.is_any(&text.value) => Json::text(HIDDEN),
            Json::Array(items) => Json::Array(items.into_iter().map(|item| self.hidden_any(item)).collect()),
            Json::Object(members) => {
                Json::Object(members.into_iter().map(|(name, member)| (name, self.hidden_any(member))).collect())
            }
            value => value,
        }
    }
}

/// Returns the expectation that a body is as described.
fn condition(description: &str, holds: impl Fn(&str) -> bool + Send + Sync + 'static) -> BodyMatcher {
    let text = |bytes: &Bytes| String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned();
    BodyMatcher::Where(description.to_owned(), Arc::new(move |request| holds(&text(request.bytes()))))
}

/// Returns the tokens of links in a text: `token-1`.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("token-").filter_map(|(at, start)| {
        let digits = &text[at + start.len()..];
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        (length > 0).then(|| &text[at..at + start.len() + length])
    })
}

/// Returns the methods and paths of the calls of a batch.
fn calls(text: &str) -> Vec<(String, String)> {
    let path = |target: &str| {
        let target =
            target.split_once("://").map_or(target, |(_, url)| url.split_once('/').map_or("", |(_, path)| path));
        decoded(target.split(['?', '#']).next().unwrap_or_default()).trim_start_matches('/').to_owned()
    };
    multipart::requests(text).into_iter().map(|(method, target)| (method.to_owned(), path(target))).collect()
}

/// Returns whether a call of a batch is the recorded one, unless its path has a token.
fn is_call(recorded: &(String, String), sent: &(String, String)) -> bool {
    let has_hole = recorded.1.contains(HIDDEN) || tokens(&recorded.1).next().is_some();
    recorded.0 == sent.0 && (has_hole || recorded.1 == sent.1)
}

/// Compares values; members have no order, and numbers are compared by value.
fn is_same(expected: &Json, sent: &Json) -> bool {
    match (expected, sent) {
        (Json::Text(text), _) if text.value == HIDDEN => true,
        (Json::Scalar(expected), Json::Scalar(sent)) => {
            let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
            expected == sent || number(expected).is_some_and(|expected| number(sent) == Some(expected))
        }
        (Json::Array(expected), Json::Array(sent)) => {
            expected.len() == sent.len() && expected.iter().zip(sent).all(|(expected, sent)| is_same(expected, sent))
        }
        (Json::Object(expected), Json::Object(sent)) => {
            let sorted = |members: &[(super::json::Text, Json)]| {
                let mut members: Vec<_> =
                    members.iter().map(|(name, value)| (name.value.clone(), value.clone())).collect();
                members.sort_by(|(left, _), (right, _)| left.cmp(right));
                members
            };
            let (expected, sent) = (sorted(expected), sorted(sent));
            expected.len() == sent.len()
                && expected.iter().zip(&sent).all(|(left, right)| left.0 == right.0 && is_same(&left.1, &right.1))
        }
        (expected, sent) => expected == sent,
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, calls, is_call, is_same, tokens};

    #[test]
    fn values_are_compared_by_meaning() {
        let same = |expected: &str, sent: &str| is_same(&Json::read(expected).unwrap(), &Json::read(sent).unwrap());
        assert!(same(r#"{"a":"(hidden)","b":[1.0,1e400]}"#, r#"{"b":[1,1e400],"a":{}}"#));
        for sent in [r#"{"a":1}"#, r#"{"a":1,"b":2,"c":3}"#, r#"{"a":1,"b":3}"#, r#"{"a":"1","b":2}"#, "[]"] {
            assert!(!same(r#"{"a":1,"b":2}"#, sent), "{sent}");
        }
    }

    #[test]
    fn calls_of_batches_are_compared_by_path() {
        let recorded =
            calls("--b\r\n\r\nGET https://h/v1.0/users/a%40b?$top=5 HTTP/1.1\r\n\r\nPOST /v1.0/x HTTP/1.1\r\n");
        let sent = calls("GET /v1.0/users/a@b HTTP/1.1\nPATCH /v1.0/x HTTP/1.1");
        assert!(is_call(&recorded[0], &sent[0]) && !is_call(&recorded[1], &sent[1]));
        assert_eq!(tokens("a token-12,token-x token-3").collect::<Vec<_>>(), ["token-12", "token-3"]);
    }
}
