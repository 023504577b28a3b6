//! `$search`: OData URL Conventions 4.01, section 5.1.8, with the properties of Graph's directory
//! (`"displayName:ann"`).

use serde_json::Value;

use super::{cursor::Cursor, error::QueryError};

/// What is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Search {
    /// A text, in one property or in any.
    Text(Option<String>, String),
    Not(Box<Search>),
    And(Vec<Search>),
    Or(Vec<Search>),
}

impl Search {
    pub(super) fn read(text: &str) -> Result<Self, QueryError> {
        let mut cursor = Cursor::new(text);
        let read = either(&mut cursor)?;
        if cursor.is_at_end() { Ok(read) } else { Err(cursor.problem("the end is expected")) }
    }

    /// Returns whether an entity is found. Case does not matter.
    pub(super) fn finds(&self, entity: &Value) -> bool {
        match self {
            Self::Text(Some(property), text) => has_text(&entity[property], text),
            Self::Text(None, text) => has_text(entity, text),
            Self::Not(inner) => !inner.finds(entity),
            Self::And(all) => all.iter().all(|inner| inner.finds(entity)),
            Self::Or(all) => all.iter().any(|inner| inner.finds(entity)),
        }
    }
}

fn has_text(value: &Value, text: &str) -> bool {
    match value {
        Value::String(value) => value.to_lowercase().contains(text),
        Value::Array(items) => items.iter().any(|item| has_text(item, text)),
        Value::Object(members) => members.iter().any(|(name, member)| !name.contains('@') && has_text(member, text)),
        _ => false,
    }
}

fn either(cursor: &mut Cursor<'_>) -> Result<Search, QueryError> {
    cursor.nested(|cursor| {
        let mut all = vec![both(cursor)?];
        while cursor.eat_word("OR") {
            all.push(both(cursor)?);
        }
        Ok(if all.len() > 1 { Search::Or(all) } else { all.remove(0) })
    })
}

/// Reads what is combined by `AND`, or by nothing.
fn both(cursor: &mut Cursor<'_>) -> Result<Search, QueryError> {
    let mut all = vec![single(cursor)?];
    loop {
        let is_combined = cursor.eat_word("AND");
        if !is_combined {
            let mut ahead = Cursor::new(cursor.rest());
            if ahead.is_at_end() || ahead.rest().starts_with(')') || ahead.eat_word("OR") {
                return Ok(if all.len() > 1 { Search::And(all) } else { all.remove(0) });
            }
        }
        all.push(single(cursor)?);
    }
}

fn single(cursor: &mut Cursor<'_>) -> Result<Search, QueryError> {
    cursor.skip_space();
    if cursor.eat_word("NOT") {
        return cursor.nested(|cursor| Ok(Search::Not(Box::new(single(cursor)?))));
    }
    if cursor.eat("(") {
        let inner = either(cursor)?;
        cursor.skip_space();
        return if cursor.eat(")") { Ok(inner) } else { Err(cursor.problem("`)` is expected")) };
    }
    let text = if cursor.eat("\"") {
        phrase(cursor)?
    } else {
        let word = cursor.take_while(|character| !character.is_whitespace() && !"()\"".contains(character));
        word.to_owned()
    };
    if text.trim().is_empty() {
        return Err(cursor.problem("a text is expected"));
    }
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|part| part.is_alphanumeric() || part == '_');
    let property = text.split_once(':').filter(|(name, _)| is_name(name));
    Ok(match property {
        Some((name, text)) => Search::Text(Some(name.to_owned()), text.trim().to_lowercase()),
        None => Search::Text(None, text.to_lowercase()),
    })
}

/// Reads the rest of a text in double quotes.
fn phrase(cursor: &mut Cursor<'_>) -> Result<String, QueryError> {
    let mut text = String::new();
    loop {
        text.push_str(cursor.take_while(|character| character != '"' && character != '\\'));
        if cursor.eat("\"") {
            return Ok(text);
        }
        cursor.eat("\\");
        let Some(escaped) = cursor.peek() else { return Err(cursor.problem("a quote is missing")) };
        text.push(escaped);
        cursor.eat(&text[text.len() - escaped.len_utf8()..]);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Search;

    #[test]
    fn texts_are_found() {
        let entity = json!({ "name": "Ann \"Lee\"", "tags": ["blue"], "address": { "city": "Bonn" }, "n": 5 });
        for (text, expected) in [
            ("ann", true),
            ("\"name:ANN\"", true),
            ("\"city:bonn\"", false),
            ("blue bonn", true),
            ("blue AND red", false),
            ("red OR blue", true),
            ("NOT red AND (green OR \"Bonn\")", true),
            ("NOT (blue)", false),
            (r#""a \"b\" \\c" OR "ann \"lee\"""#, true),
        ] {
            assert_eq!(Search::read(text).unwrap().finds(&entity), expected, "{text}");
        }
        for text in ["", "(a", "\"a", "a )", "NOT", "a AND"] {
            assert!(Search::read(text).is_err(), "{text}");
        }
        assert!(Search::read(&"(".repeat(100_000)).is_err());
        assert!(Search::read(&"NOT ".repeat(100_000)).is_err());
    }
}
