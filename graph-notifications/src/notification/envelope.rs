use crate::json::{items, members};

/// The body of a request: items and tokens as JSON text.
#[derive(Debug, Default)]
pub(crate) struct Envelope<'a> {
    pub(crate) items: Vec<&'a str>,
    pub(crate) tokens: Vec<&'a str>,
}

/// Why a body was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnvelopeError {
    Malformed,
    TooManyItems,
    TooManyTokens,
}

impl<'a> Envelope<'a> {
    /// Reads a collection of notifications, or CloudEvents that contain them.
    ///
    /// `value` and `validationTokens` are those of Graph. Event Grid sends one CloudEvent 1.0, or an array of them,
    /// whose `data` is a notification.
    pub(crate) fn read(body: &'a [u8], max_items: usize, max_tokens: usize) -> Result<Self, EnvelopeError> {
        let text = std::str::from_utf8(body).map_err(|_| EnvelopeError::Malformed)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim_ascii_start().starts_with('[') {
            let events = list(text, max_items, EnvelopeError::TooManyItems)?;
            let items = events.into_iter().map(cloud_event).collect::<Result<_, _>>()?;
            return Ok(Self { items, tokens: Vec::new() });
        }
        let names = ["value", "validationTokens", "specversion"];
        match members(text, names).map_err(|_| EnvelopeError::Malformed)? {
            [None, None, Some(_)] => Ok(Self { items: vec![cloud_event(text)?], tokens: Vec::new() }),
            [Some(value), tokens, None] => Ok(Self {
                items: list(value, max_items, EnvelopeError::TooManyItems)?,
                tokens: list(tokens.unwrap_or("[]"), max_tokens, EnvelopeError::TooManyTokens)?,
            }),
            _ => Err(EnvelopeError::Malformed),
        }
    }
}

fn list(text: &str, limit: usize, error: EnvelopeError) -> Result<Vec<&str>, EnvelopeError> {
    let list = items(text, limit).map_err(|_| EnvelopeError::Malformed)?;
    if list.len() > limit { Err(error) } else { Ok(list) }
}

/// Returns the notification in a CloudEvent.
fn cloud_event(text: &str) -> Result<&str, EnvelopeError> {
    match members(text, ["specversion", "data"]) {
        Ok([Some("\"1.0\""), Some(data)]) => Ok(data),
        _ => Err(EnvelopeError::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use super::{Envelope, EnvelopeError};

    #[test]
    fn collections_and_cloud_events_are_read() {
        for (body, items, tokens) in [
            (r#"{"value": [{"a": 1}, {}], "validationTokens": ["x"]}"#, &["{\"a\": 1}", "{}"][..], &["\"x\""][..]),
            (r#"{"value": []}"#, &[], &[]),
            (r#"{"value": [], "validationTokens": null, "more": {}}"#, &[], &[]),
            ("\u{feff}{\"value\": [1]}", &["1"], &[]),
            (
                r#"{"specversion": "1.0", "type": "Microsoft.Graph.UserUpdated", "data": {"a": 1}}"#,
                &["{\"a\": 1}"],
                &[],
            ),
            (r#" [{"specversion": "1.0", "data": 1}, {"specversion": "1.0", "data": 2}]"#, &["1", "2"], &[]),
        ] {
            let envelope = Envelope::read(body.as_bytes(), 2, 1).unwrap();
            assert_eq!((&*envelope.items, &*envelope.tokens), (items, tokens), "{body}");
        }
    }

    #[test]
    fn other_forms_are_errors() {
        use EnvelopeError::{Malformed, TooManyItems, TooManyTokens};
        for (body, error) in [
            (&b""[..], Malformed),
            (b"\xff", Malformed),
            (b"null", Malformed),
            (b"{}", Malformed),
            (b"[1]", Malformed),
            (br#"{"value": {}}"#, Malformed),
            (br#"{"value": [], "value": []}"#, Malformed),
            (br#"{"value": [], "validationTokens": "x"}"#, Malformed),
            (br#"{"value": [], "specversion": "1.0", "data": 1}"#, Malformed),
            (br#"{"specversion": "0.3", "data": 1}"#, Malformed),
            (br#"{"value": [1, 2, 3]}"#, TooManyItems),
            (br#"{"value": [], "validationTokens": ["a", "b"]}"#, TooManyTokens),
        ] {
            let found = Envelope::read(body, 2, 1).unwrap_err();
            assert_eq!(found, error, "{}", String::from_utf8_lossy(body));
        }
    }
}
