use std::{cell::RefCell, collections::HashMap};

use super::Identifier;

/// Converts names to Rust's cases and caches the results: Graph's 16,000 properties have 6,000 names.
#[derive(Debug, Default)]
pub(crate) struct Casing {
    snake: RefCell<HashMap<String, Identifier>>,
}

impl Casing {
    /// `displayName` as `display_name`.
    pub(crate) fn snake(&self, name: &str) -> Identifier {
        if let Some(known) = self.snake.borrow().get(name) {
            return known.clone();
        }
        let identifier = Identifier::forced(&snake(name));
        self.snake.borrow_mut().insert(name.to_owned(), identifier.clone());
        identifier
    }
}

/// `displayName` as `display_name`.
pub(crate) fn snake(name: &str) -> String {
    if !is_simple(name) {
        return heck::AsSnakeCase(name).to_string();
    }
    let mut snake = String::with_capacity(name.len() + 8);
    for (index, character) in name.char_indices() {
        if character.is_ascii_uppercase() && index > 0 {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}

/// `display_name` as `DISPLAY_NAME`.
pub(crate) fn shouty(snake: &str) -> String {
    let is_snake = snake.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    let has_gaps = snake.starts_with('_') || snake.ends_with('_') || snake.contains("__");
    if is_snake && !has_gaps { snake.to_ascii_uppercase() } else { heck::AsShoutySnakeCase(snake).to_string() }
}

/// `displayName` as `DisplayName`.
pub(crate) fn camel(name: &str) -> String {
    let mut characters = name.chars();
    match characters.next() {
        Some(first) if is_simple(name) => {
            let mut camel = String::with_capacity(name.len());
            camel.push(first.to_ascii_uppercase());
            camel.push_str(characters.as_str());
            camel
        }
        _ => heck::AsUpperCamelCase(name).to_string(),
    }
}

/// Whether every capital letter of a name begins a word, as in nearly all names of the metadata.
///
/// Other names are converted by `heck`, which takes twenty times as long.
fn is_simple(name: &str) -> bool {
    let mut before = b'a';
    for (index, byte) in name.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {}
            b'A'..=b'Z' if index == 0 || before.is_ascii_lowercase() => {}
            _ => return false,
        }
        before = byte;
    }
    !name.is_empty() && !name.starts_with(|first: char| first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{camel, shouty, snake};

    proptest! {
        #[test]
        fn cases_are_those_of_heck(name in "[a-cA-C0-1_.é]{0,12}") {
            prop_assert_eq!(snake(&name), heck::AsSnakeCase(&name).to_string());
            prop_assert_eq!(camel(&name), heck::AsUpperCamelCase(&name).to_string());
            let snake = snake(&name);
            prop_assert_eq!(shouty(&snake), heck::AsShoutySnakeCase(&snake).to_string());
            prop_assert_eq!(shouty(&name), heck::AsShoutySnakeCase(&name).to_string());
        }
    }
}
