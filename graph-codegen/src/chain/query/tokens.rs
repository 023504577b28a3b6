//! The tokens of a condition.

/// Splits a condition into words, quoted texts, and parentheses, commas and the colon after a variable.
///
/// This is `None` if a quote is not closed.
pub(in crate::chain) fn tokens(condition: &str) -> Option<Vec<&str>> {
    let mut tokens = Vec::new();
    let mut rest = condition.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '\'' => quoted(rest)?,
            '(' | ')' | ',' | ':' => 1,
            _ => word(rest),
        };
        tokens.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    Some(tokens)
}

/// The length of the word at the start. Only a variable, `x:x/skuId`, ends at a colon; times have colons too.
fn word(text: &str) -> usize {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '\'')).unwrap_or(text.len());
    match text[..end].find(':') {
        Some(colon) if is_variable(&text[..colon]) => colon,
        _ => end,
    }
}

fn is_variable(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_') && text.chars().all(|c| c.is_alphanumeric() || c == '_')
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
