//! JSON text to any serializer of serde.

use std::{any::type_name, cell::RefCell};

use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeMap, SerializeSeq},
};
use serde_json::value::RawValue;

use super::{JsonReader, Token};

/// Passes a JSON text to a serializer.
///
/// serde_json's compact writer takes the text as it is. Other serializers receive its values: they may have another
/// format, indent the text, or collect the properties of several objects in one.
pub(crate) fn serialize_text<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if is_compact_json::<S>() {
        return raw_value(text)?.serialize(serializer);
    }
    NextValue { reader: &RefCell::new(JsonReader::new(text)), depth: 0 }.serialize(serializer)
}

/// Returns whether a serializer is serde_json's compact writer.
///
/// The name decides only how fast the text is passed on: a serializer that is not recognized receives the values.
fn is_compact_json<S>() -> bool {
    let name = type_name::<S>();
    name.starts_with("&mut serde_json::ser::Serializer<") && !name.contains("Pretty")
}

fn raw_value<E: serde::ser::Error>(text: &str) -> Result<&RawValue, E> {
    serde_json::from_str(text).map_err(E::custom)
}

/// The level from which nested values are passed on as `RawValue`s, to bound the recursion.
const MAX_DEPTH: usize = 256;

/// The next value of a reader.
struct NextValue<'r, 'a> {
    reader: &'r RefCell<JsonReader<'a>>,
    depth: usize,
}

impl Serialize for NextValue<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let start = self.reader.borrow().position();
        let token = self.reader.borrow_mut().token().map_err(S::Error::custom)?;
        match token {
            Token::Null => serializer.serialize_unit(),
            Token::Boolean(value) => serializer.serialize_bool(value),
            Token::Number(text) => serialize_number(text, serializer),
            Token::Text(text) => serializer.serialize_str(&text),
            Token::Composite if self.depth < MAX_DEPTH => {
                let open = self.reader.borrow_mut().peek();
                self.reader.borrow_mut().advance();
                if open == b'{' { self.serialize_object(serializer) } else { self.serialize_array(serializer) }
            }
            Token::NotUnicode | Token::Composite => {
                self.reader.borrow_mut().go_to(start);
                let text = self.reader.borrow_mut().raw().map_err(S::Error::custom)?;
                raw_value(text)?.serialize(serializer)
            }
        }
    }
}

impl NextValue<'_, '_> {
    fn serialize_object<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let mut has_more = !self.reader.borrow_mut().is_empty(b'}');
        while has_more {
            let name = self.reader.borrow_mut().name().map_err(S::Error::custom)?;
            // serde has no string for a name that is not Unicode.
            map.serialize_key(name.as_deref().unwrap_or_else(|name| name))?;
            map.serialize_value(&NextValue { depth: self.depth + 1, ..*self })?;
            has_more = self.reader.borrow_mut().next_entry(b'}').map_err(S::Error::custom)?;
        }
        map.end()
    }

    fn serialize_array<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        let mut has_more = !self.reader.borrow_mut().is_empty(b']');
        while has_more {
            seq.serialize_element(&NextValue { depth: self.depth + 1, ..*self })?;
            has_more = self.reader.borrow_mut().next_entry(b']').map_err(S::Error::custom)?;
        }
        seq.end()
    }
}

/// Passes on a number as an integer or a double, or as text if it would lose digits.
fn serialize_number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if text != "-0" {
        if let Ok(number) = text.parse() {
            return serializer.serialize_i64(number);
        }
        if let Ok(number) = text.parse() {
            return serializer.serialize_u64(number);
        }
    }
    match text.parse::<f64>() {
        Ok(number) if serde_json::to_string(&number).is_ok_and(|printed| printed == text) => {
            serializer.serialize_f64(number)
        }
        _ => raw_value(text)?.serialize(serializer),
    }
}
