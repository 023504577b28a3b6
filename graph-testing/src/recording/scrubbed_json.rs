//! JSON without secrets.

use super::{
    json::{Json, MAX_DEPTH, Text},
    placeholder::{self, escape},
    scrubber::Scrubber,
};
use crate::text::{HIDDEN, PairNames, is_upload_url};

/// What is known about a value.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Whether the value is sent by the client. What replaces a secret of a request matches any value.
    pub(super) is_request: bool,
    /// Whether the value is a secret, or inside one.
    pub(super) is_secret: bool,
}

impl Scrubber {
    /// Scrubs a value, whose texts may look like placeholders.
    pub(super) fn json(&mut self, value: Json, place: Place) -> Json {
        match value {
            Json::Scalar(text) if place.is_secret && text.ends_with(|character: char| character.is_ascii_digit()) => {
                if place.is_request {
                    Json::text(HIDDEN)
                } else {
                    Json::Scalar("0".to_owned())
                }
            }
            Json::Text(text) if place.is_secret => {
                Json::text(if place.is_request { HIDDEN } else { placeholder::of_secret(&text.value) })
            }
            Json::Text(text) => {
                let scrubbed = self.content(&text.value);
                Json::Text(text.with(scrubbed))
            }
            Json::Array(_) | Json::Object(_) if self.depth > MAX_DEPTH => Json::text(HIDDEN),
            Json::Array(items) => {
                self.depth += 1;
                let items = items.into_iter().map(|item| self.json(item, place)).collect();
                self.depth -= 1;
                Json::Array(items)
            }
            Json::Object(members) => {
                self.depth += 1;
                let members = self.members(members, place);
                self.depth -= 1;
                members
            }
            value => value,
        }
    }

    /// Scrubs JSON in a text, where placeholders are escaped already.
    pub(super) fn inner_json(&mut self, value: Json) -> Json {
        self.json(value, Place { is_request: false, is_secret: false })
    }

    /// Scrubs a string. What is inside a text is escaped and has its ids replaced with that text.
    fn content(&mut self, text: &str) -> String {
        if self.nesting > 0 {
            return self.text(text);
        }
        let scrubbed = self.text(&escape(text));
        self.ids(&scrubbed)
    }

    /// Scrubs a member of an object whose other members do not matter.
    pub(super) fn member(&mut self, name: Text, member: Json, place: Place) -> (Text, Json) {
        match self.json(Json::Object(vec![(name.clone(), member)]), place) {
            Json::Object(mut members) if members.len() == 1 => members.remove(0),
            _ => (name, Json::text(HIDDEN)),
        }
    }

    fn members(&mut self, members: Vec<(Text, Json)>, place: Place) -> Json {
        let texts = members.iter().filter_map(|(name, member)| Some((name.value.as_str(), member.as_str()?)));
        let names = PairNames::of(members.iter().map(|(name, _)| name.value.as_str()), texts);
        let known: std::collections::HashSet<String> = members.iter().map(|(name, _)| name.value.clone()).collect();
        let scrubbed = members.into_iter().map(|(name, member)| {
            let is_secret = place.is_secret || names.is_secret(&name.value, member.has_members());
            let member = match member {
                // The client sends the content there.
                Json::Text(url) if !place.is_secret && is_upload_url(&name.value) && url.value.contains("://") => {
                    let link = self.link(&escape(&url.value));
                    Json::text(self.ids(&link))
                }
                member => self.json(member, Place { is_secret, ..place }),
            };
            (self.member_name(name, &known), member)
        });
        Json::Object(scrubbed.collect())
    }

    /// Scrubs a name. Names of annotations are those of terms: `price@Org.OData.Measures.V1.ISOCurrency`.
    fn member_name(&mut self, name: Text, known: &std::collections::HashSet<String>) -> Text {
        let is_annotation = name.value.split_once('@').is_some_and(|(property, term)| {
            let term = term.to_ascii_lowercase();
            property.is_empty()
                || known.contains(property)
                || ["odata.", "org.odata.", "microsoft.", "com.", "sap."].iter().any(|start| term.starts_with(start))
        });
        if is_annotation {
            let escaped = escape(&name.value);
            return name.with(escaped);
        }
        let scrubbed = self.content(&name.value);
        name.with(scrubbed)
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, Place, Scrubber};

    const ROOT: &str = "https://graph.microsoft.com/v1.0";

    fn scrubbed(scrubber: &mut Scrubber, body: &str, is_request: bool) -> String {
        scrubber.json(Json::read(body).unwrap(), Place { is_request, is_secret: false }).to_string()
    }

    #[test]
    fn bodies_have_no_secrets() {
        let mut scrubber = Scrubber::new(ROOT);
        for (body, expected) in [
            (r#"{"uploadUrl":"https://x/y?tempauth=s"}"#, r#"{"uploadUrl":"{elsewhere}/1"}"#),
            (r#"{"clientState":"s","n":1.10}"#, r#"{"clientState":"(hidden)","n":1.10}"#),
            (
                r#"{"access_token":"s","passwords":["s",5]}"#,
                r#"{"access_token":"(hidden)","passwords":["(hidden)",0]}"#,
            ),
            (r#"{"secret":{"a":"s","b":[{"c":true}]}}"#, r#"{"secret":{"a":"(hidden)","b":[{"c":true}]}}"#),
            (r#"{"password":"https://graph.microsoft.com/v1.0/s"}"#, r#"{"password":"(hidden)"}"#),
            (r#"[{"key":"SecretToken","value":"s"}]"#, r#"[{"key":"SecretToken","value":"(hidden)"}]"#),
            (r#"{"a":"{root} {\"b\":\"{root}\"}"}"#, r#"{"a":"{brace}root} {\"b\":\"{brace}root}\"}"}"#),
            (r#"{"a":"{\"b\":\"{root}\"}"}"#, r#"{"a":"{\"b\":\"{brace}root}\"}"}"#),
            (
                r#"{"passwordProfile":{"password":"s","note":"n"},"tokenDate":"2020-01-01"}"#,
                r#"{"passwordProfile":{"password":"(hidden)","note":"n"},"tokenDate":"2020-01-01"}"#,
            ),
        ] {
            assert_eq!(scrubbed(&mut scrubber, body, false), expected);
        }
        let body = r#"{"@odata.nextLink":"https://graph.microsoft.com/v1.0/a?$skiptoken=s"}"#;
        assert_eq!(scrubbed(&mut scrubber, body, false), r#"{"@odata.nextLink":"{root}/a?$skiptoken=token-1"}"#);
        assert_eq!(scrubbed(&mut scrubber, r#"{"passcode":5}"#, true), r#"{"passcode":"(hidden)"}"#);
    }

    #[test]
    fn names_of_annotations_stay() {
        let mut scrubber = Scrubber::new(ROOT);
        scrubber.hide_ids();
        let body =
            r#"{"Price":5,"Price@My.Currency":"EUR","@my.term":1,"x@Org.OData.Core.V1.A":1,"ann@contoso.com":2}"#;
        let expected =
            r#"{"Price":5,"Price@My.Currency":"EUR","@my.term":1,"x@Org.OData.Core.V1.A":1,"name1@example.com":2}"#;
        assert_eq!(scrubbed(&mut scrubber, body, false), expected);
    }
}
