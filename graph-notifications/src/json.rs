//! Known members of JSON objects, read without building a tree of the rest.
//!
//! Nothing here recurses, and the memory is bounded by the number of names and by the limits of arrays. Members that
//! occur twice are an error, so that two readers of a document cannot disagree about it.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Error, value::RawValue};

/// Returns the members of an object with these names, as JSON text. `null` is a missing member.
pub(crate) fn members<'a, const N: usize>(
    text: &'a str,
    names: [&'static str; N],
) -> Result<[Option<&'a str>; N], Error> {
    read(text, Members(names))
}

/// Returns the items of an array as JSON text: all of them, or the first `limit + 1` if there are more.
pub(crate) fn items(text: &str, limit: usize) -> Result<Vec<&str>, Error> {
    read(text, Items(limit))
}

/// Returns the text of a JSON string; `None` if the value is another one.
pub(crate) fn string(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

fn read<'a, S: DeserializeSeed<'a>>(text: &'a str, seed: S) -> Result<S::Value, Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = seed.deserialize(&mut json)?;
    json.end()?;
    Ok(value)
}

struct Members<const N: usize>([&'static str; N]);

impl<'de, const N: usize> DeserializeSeed<'de> for Members<N> {
    type Value = [Option<&'de str>; N];

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de, const N: usize> Visitor<'de> for Members<N> {
    type Value = [Option<&'de str>; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = [None; N];
        while let Some(index) = map.next_key_seed(Name(&self.0))? {
            let Some(member) = index.and_then(|index| found.get_mut(index)) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value: &RawValue = map.next_value()?;
            if member.replace(value.get()).is_some() {
                return Err(A::Error::custom("a member occurs twice"));
            }
        }
        Ok(found.map(|value| value.filter(|text| *text != "null")))
    }
}

/// Reads the name of a member, as its position in a list.
struct Name<'a>(&'a [&'static str]);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().position(|known| *known == name))
    }
}

struct Items(usize);

impl<'de> DeserializeSeed<'de> for Items {
    type Value = Vec<&'de str>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items {
    type Value = Vec<&'de str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while items.len() <= self.0
            && let Some(item) = array.next_element::<&RawValue>()?
        {
            items.push(item.get());
        }
        while array.next_element::<IgnoredAny>()?.is_some() {}
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use super::{items, members, string};

    #[test]
    fn members_are_found_once() {
        let text = r#"{"a": [1, {"b": 2}], "x": {"a": 1}, "b": null, "\u0063": "d"}"#;
        assert_eq!(members(text, ["a", "b", "c"]).unwrap(), [Some(r#"[1, {"b": 2}]"#), None, Some("\"d\"")]);
        for wrong in ["[]", "1", "", "{", r#"{"a":1,"a":2}"#, r#"{"a":null,"a":2}"#, r#"{"a":1} x"#, r#"{"x":}"#] {
            members(wrong, ["a"]).unwrap_err();
        }
    }

    #[test]
    fn items_are_bounded() {
        assert_eq!(items("[1, \"2\", []]", 3).unwrap(), ["1", "\"2\"", "[]"]);
        assert_eq!(items("[1, 2, 3, 4, 5]", 2).unwrap(), ["1", "2", "3"]);
        items("[1, 2, 3, 4, }", 2).unwrap_err();
        items("{}", 2).unwrap_err();
    }

    #[test]
    fn deep_values_are_passed_over() {
        let deep = format!("{{\"x\": {}{}, \"a\": 1}}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        assert_eq!(members(&deep, ["a"]).unwrap(), [Some("1")]);
    }

    #[test]
    fn strings_are_unescaped() {
        assert_eq!(string("\"a\\u0041\"").as_deref(), Some("aA"));
        assert_eq!(string("1"), None);
        assert_eq!(string("\"\\ud83d\""), None);
    }
}
