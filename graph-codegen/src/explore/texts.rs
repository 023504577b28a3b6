use std::collections::HashMap;

use serde_json::Value;

/// Texts by number, each of which is written once.
#[derive(Debug, Default)]
pub(super) struct Texts {
    list: Vec<Value>,
    numbers: HashMap<String, usize>,
}

impl Texts {
    /// Returns the number of a text, which is added if necessary.
    pub(super) fn number(&mut self, text: &str) -> usize {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let number = self.list.len();
        self.list.push(Value::from(text));
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// Returns the texts in the order of their numbers.
    pub(super) fn into_list(self) -> Value {
        Value::Array(self.list)
    }
}
