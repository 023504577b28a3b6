//! Conditions of `$filter` that have a typed form.

use super::item::Item;
use crate::plan::ValueType;

const COMPARISONS: [&str; 6] = ["eq", "ne", "gt", "ge", "lt", "le"];

/// The method for each function of two texts.
const FUNCTIONS: [(&str, &str); 3] =
    [("startswith", "starts_with"), ("endswith", "ends_with"), ("contains", "contains")];

/// The expression of a condition.
///
/// This is `None` if it is not a comparison of a property with a literal, a function of a property and a text, or
/// several of these joined by `and` or by `or`.
pub(super) fn typed(condition: &str, item: &Item<'_>) -> Option<String> {
    let tokens = tokens(condition)?;
    let mut operator = None;
    let mut conditions = Vec::new();
    for part in tokens.split(|token| matches!(*token, "and" | "or")) {
        conditions.push(one(part, item)?);
    }
    for token in tokens.iter().filter(|token| matches!(**token, "and" | "or")) {
        // Both in one condition would need their precedence.
        if operator.is_some_and(|known| known != *token) {
            return None;
        }
        operator = Some(*token);
    }
    Some(conditions.join(if operator == Some("or") { " | " } else { " & " }))
}

fn one(tokens: &[&str], item: &Item<'_>) -> Option<String> {
    match tokens {
        [name, operator, value] => {
            let operator = COMPARISONS.into_iter().find(|known| known == operator)?;
            let field = item.field(name)?;
            let constant = item.constant(field);
            Some(match (*value, operator) {
                ("null", "eq") => format!("{constant}.is_null()"),
                ("null", "ne") => format!("{constant}.is_not_null()"),
                (value, operator) => format!("{constant}.{operator}({})", literal(value, &field.value_type)?),
            })
        }
        [function, "(", name, ",", text, ")"] => {
            let (_, method) = FUNCTIONS.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(function))?;
            let field = item.field(name).filter(|field| field.value_type == ValueType::Text)?;
            Some(format!("{}.{method}({})", item.constant(field), literal(text, &ValueType::Text)?))
        }
        _ => None,
    }
}

fn literal(value: &str, value_type: &ValueType) -> Option<String> {
    match value_type {
        ValueType::Text => {
            let inner = value.strip_prefix('\'')?.strip_suffix('\'')?;
            Some(format!("{:?}", inner.replace("''", "'")))
        }
        ValueType::Language("bool") => matches!(value, "true" | "false").then(|| value.to_owned()),
        ValueType::Language("i32") => value.parse::<i32>().ok().map(|number| format!("{number}_i32")),
        ValueType::Language("i64") => value.parse::<i64>().ok().map(|number| format!("{number}_i64")),
        _ => None,
    }
}

/// Splits a condition into words, quoted texts, and parentheses and commas; `None` if a quote is not closed.
fn tokens(condition: &str) -> Option<Vec<&str>> {
    let mut tokens = Vec::new();
    let mut rest = condition.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '\'' => quoted(rest)?,
            '(' | ')' | ',' => 1,
            _ => rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '\'')).unwrap_or(rest.len()),
        };
        tokens.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    Some(tokens)
}

/// The length of the quoted text at the start; two quotes are one character of it.
fn quoted(text: &str) -> Option<usize> {
    let mut quotes = text.char_indices().skip(1).filter(|(_, c)| *c == '\'').map(|(at, _)| at).peekable();
    while let Some(at) = quotes.next() {
        match quotes.next_if_eq(&(at + 1)) {
            Some(_) => {}
            None => return Some(at + 1),
        }
    }
    None
}
