//! JSON as it is written: with all digits, duplicate members, and halves of surrogate pairs.

use std::fmt::Write;

/// How deep values may be nested, with the texts in which they are. Functions call themselves for each level.
pub(super) const MAX_DEPTH: usize = 200;

/// Why a text is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    NotJson,
    TooDeep,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    /// `null`, `true`, `false` or a number.
    Scalar(String),
    Text(Text),
    Array(Vec<Json>),
    Object(Vec<(Text, Json)>),
}

/// A string, and how it is written.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// The string; halves of surrogate pairs are replaced.
    pub(super) value: String,
    /// The string as it is written, with quotes.
    raw: String,
}

impl Text {
    pub(super) fn new(value: String) -> Self {
        let raw = serde_json::Value::from(value.as_str()).to_string();
        Self { value, raw }
    }

    /// Replaces the string; one that is equal stays as it is written.
    pub(super) fn with(self, value: String) -> Self {
        if value == self.value { self } else { Self::new(value) }
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Json {
    /// Reads a whole text. `None` if it is not JSON, or too deep.
    pub(super) fn read(text: &str) -> Option<Self> {
        Self::read_at(text, 0).ok()
    }

    /// Reads a whole text that is inside `depth` other values.
    pub(super) fn read_at(text: &str, depth: usize) -> Result<Self, Refusal> {
        let mut reader = Reader { text, at: 0, is_too_deep: false };
        let value = reader.value(depth);
        reader.skip_space();
        match value {
            Some(value) if reader.at == text.len() => Ok(value),
            _ if reader.is_too_deep => Err(Refusal::TooDeep),
            _ => Err(Refusal::NotJson),
        }
    }

    pub(super) fn text(value: impl Into<String>) -> Self {
        Self::Text(Text::new(value.into()))
    }

    /// Returns the string, if it is one.
    pub(super) fn as_str(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(&text.value) } else { None }
    }

    /// Returns a member of an object, whose name is compared without case.
    pub(super) fn member(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find_map(|(known, member)| known.value.eq_ignore_ascii_case(name).then_some(member))
    }

    /// Returns whether the value is an object, or a list of objects.
    pub(super) fn has_members(&self) -> bool {
        match self {
            Self::Object(_) => true,
            Self::Array(items) => items.iter().all(|item| matches!(item, Self::Object(_))),
            _ => false,
        }
    }

    fn write(&self, written: &mut String) {
        let items = |written: &mut String, close: char, items: &mut dyn Iterator<Item = (Option<&Text>, &Self)>| {
            for (index, (name, item)) in items.enumerate() {
                if index > 0 {
                    written.push(',');
                }
                if let Some(name) = name {
                    let _ = write!(written, "{}:", name.raw);
                }
                item.write(written);
            }
            written.push(close);
        };
        match self {
            Self::Scalar(text) => written.push_str(text),
            Self::Text(text) => written.push_str(&text.raw),
            Self::Array(values) => {
                written.push('[');
                items(written, ']', &mut values.iter().map(|value| (None, value)));
            }
            Self::Object(members) => {
                written.push('{');
                items(written, '}', &mut members.iter().map(|(name, value)| (Some(name), value)));
            }
        }
    }
}

impl std::fmt::Display for Json {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut written = String::new();
        self.write(&mut written);
        f.write_str(&written)
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    is_too_deep: bool,
}

impl Reader<'_> {
    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    }

    /// Reads a character after space, if it is next.
    fn reads(&mut self, character: char) -> bool {
        self.skip_space();
        let reads = self.text[self.at..].starts_with(character);
        self.at += if reads { character.len_utf8() } else { 0 };
        reads
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        if depth > MAX_DEPTH {
            self.is_too_deep = true;
            return None;
        }
        if self.reads('{') {
            return self.members(depth);
        }
        if self.reads('[') {
            return self.items(depth);
        }
        if self.text[self.at..].starts_with('"') {
            return self.string().map(Json::Text);
        }
        let rest = &self.text[self.at..];
        let is_scalar = |character: char| character.is_ascii_alphanumeric() || "+-.".contains(character);
        let scalar = &rest[..rest.find(|character| !is_scalar(character)).unwrap_or(rest.len())];
        if !["null", "true", "false"].contains(&scalar) && !is_number(scalar) {
            return None;
        }
        self.at += scalar.len();
        Some(Json::Scalar(scalar.to_owned()))
    }

    fn items(&mut self, depth: usize) -> Option<Json> {
        let mut items = Vec::new();
        if self.reads(']') {
            return Some(Json::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if !self.reads(',') {
                return self.reads(']').then_some(Json::Array(items));
            }
        }
    }

    fn members(&mut self, depth: usize) -> Option<Json> {
        let mut members = Vec::new();
        if self.reads('}') {
            return Some(Json::Object(members));
        }
        loop {
            self.skip_space();
            let name = self.string()?;
            if !self.reads(':') {
                return None;
            }
            members.push((name, self.value(depth + 1)?));
            if !self.reads(',') {
                return self.reads('}').then_some(Json::Object(members));
            }
        }
    }

    fn string(&mut self) -> Option<Text> {
        let start = self.at;
        let mut characters = self.text[start..].char_indices();
        if characters.next()?.1 != '"' {
            return None;
        }
        let (mut units, mut value, mut is_written_well) = (Vec::new(), String::new(), true);
        loop {
            let (index, character) = characters.next()?;
            let escape = if character == '\\' { Some(characters.next()?.1) } else { None };
            if escape == Some('u') {
                let digits: String = characters.by_ref().take(4).map(|(_, digit)| digit).collect();
                let is_hex = digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
                units.push(u16::from_str_radix(&digits, 16).ok().filter(|_| is_hex)?);
                continue;
            }
            value.push_str(&String::from_utf16_lossy(&std::mem::take(&mut units)));
            match escape {
                Some(escape) => value.push(match escape {
                    '"' | '\\' | '/' => escape,
                    'b' => '\u{8}',
                    'f' => '\u{c}',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    _ => return None,
                }),
                None if character == '"' => {
                    self.at = start + index + 1;
                    let raw = self.text[start..self.at].to_owned();
                    return Some(if is_written_well { Text { value, raw } } else { Text::new(value) });
                }
                None => {
                    is_written_well &= !character.is_ascii_control();
                    value.push(character);
                }
            }
        }
    }
}

fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && digits(fraction) && digits(exponent)
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn values_are_written_as_they_were_read() {
        for text in [
            r#"{"a":[1.10,1e400,-0,123456789012345678901234567890],"a":{"b":null},"":[]}"#,
            r#""\ud800\ud83d\ude00\/\u00e9é""#,
            "[true,false,{}]",
        ] {
            assert_eq!(Json::read(text).unwrap().to_string(), text);
        }
        assert_eq!(Json::read(" [ 1 ,\n{ \"a\" : 2 } ] ").unwrap().to_string(), "[1,{\"a\":2}]");
        assert_eq!(Json::read(r#""\ud83d\ude00\n\ud800""#).unwrap().as_str(), Some("😀\n\u{fffd}"));
        assert_eq!(Json::read("\"a\nb\"").unwrap().to_string(), r#""a\nb""#);
    }

    #[test]
    fn other_texts_are_refused() {
        let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
        for text in [
            "",
            "{",
            "[1,]",
            "{\"a\":}",
            "{a:1}",
            "01",
            "1.",
            "+1",
            "nul",
            "\"\\x\"",
            "\"\\u12\"",
            "\"a",
            "[1]2",
            &deep,
        ] {
            assert_eq!(Json::read(text), None, "{text}");
        }
        let deep = format!("{}{}", "[".repeat(190), "]".repeat(190));
        assert_eq!(Json::read(&deep).unwrap().to_string(), deep);
    }
}
