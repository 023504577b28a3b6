use std::{cell::RefCell, collections::HashMap};

use super::{Identifier, scope::Distance};

/// A name of the metadata in two of Rust's cases.
#[derive(Clone, Debug)]
pub(crate) struct Cases {
    /// `display_name`
    pub(crate) snake: Identifier,
    /// `DISPLAY_NAME`
    pub(crate) constant: Identifier,
    /// How far they are from the name.
    pub(crate) distance: Distance,
}

impl Cases {
    /// Adds the case of constants to a name in snake case that a customization chose.
    pub(crate) fn chosen(snake: Identifier) -> Self {
        Self { constant: constant(&snake), snake, distance: Distance::Chosen }
    }
}

/// Converts names to Rust's cases and caches the results: Graph's 16,000 properties have 6,000 names.
#[derive(Debug, Default)]
pub(crate) struct Casing {
    known: RefCell<HashMap<String, Cases>>,
}

impl Casing {
    /// `displayName` as `display_name` and `DISPLAY_NAME`.
    pub(crate) fn cases(&self, name: &str) -> Cases {
        if let Some(known) = self.known.borrow().get(name) {
            return known.clone();
        }
        let snake = Identifier::forced(&snake(name));
        let cases = Cases { constant: constant(&snake), distance: Distance::of(name, &snake), snake };
        self.known.borrow_mut().insert(name.to_owned(), cases.clone());
        cases
    }
}

/// `displayName` as `display_name`.
pub(crate) fn snake(name: &str) -> String {
    if !is_simple(name) {
        return heck::AsSnakeCase(name).to_string();
    }
    let mut snake = String::with_capacity(name.len() + 8);
    let mut start = 0;
    for (index, byte) in name.bytes().enumerate().skip(1) {
        if byte.is_ascii_uppercase() {
            snake.push_str(&name[start..index]);
            snake.push('_');
            start = index;
        }
    }
    snake.push_str(&name[start..]);
    snake.make_ascii_lowercase();
    snake
}

/// `display_name` as the identifier `DISPLAY_NAME`.
pub(crate) fn constant(snake: &Identifier) -> Identifier {
    Identifier::forced(&shouty(snake.as_str()))
}

/// `display_name` as `DISPLAY_NAME`.
pub(crate) fn shouty(snake: &str) -> String {
    let mut before = b'_';
    let mut is_snake = true;
    for byte in snake.bytes() {
        is_snake &= matches!(byte, b'a'..=b'z' | b'0'..=b'9') || (byte == b'_' && before != b'_');
        before = byte;
    }
    if is_snake && before != b'_' { snake.to_ascii_uppercase() } else { heck::AsShoutySnakeCase(snake).to_string() }
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
