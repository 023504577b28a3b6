//! Values that are kept as text.

use super::{error::JsonError, reader::JsonReader};

/// The brackets that are open, a bit for each. Nested values need no stack.
#[derive(Default)]
struct Brackets {
    bits: Vec<u64>,
    count: usize,
}

impl Brackets {
    fn open(&mut self, is_object: bool) {
        if self.count.is_multiple_of(64) {
            self.bits.push(0);
        }
        if let Some(word) = self.bits.last_mut() {
            *word = *word << 1 | u64::from(is_object);
        }
        self.count += 1;
    }

    fn close(&mut self) {
        if let Some(word) = self.bits.last_mut() {
            *word >>= 1;
            self.count -= 1;
            if self.count.is_multiple_of(64) {
                self.bits.pop();
            }
        }
    }

    /// Returns whether the innermost bracket is an object's, or `None` if all are closed.
    fn is_object(&self) -> Option<bool> {
        self.bits.last().map(|word| word & 1 == 1)
    }
}

impl<'a> JsonReader<'a> {
    /// Checks the next value and returns its text, without surrounding whitespace.
    ///
    /// Values of any depth are accepted.
    ///
    /// # Errors
    ///
    /// If the text is not valid JSON.
    pub fn raw(&mut self) -> Result<&'a str, JsonError> {
        self.peek();
        let start = self.position();
        self.skip()?;
        Ok(self.text_from(start))
    }

    fn skip(&mut self) -> Result<(), JsonError> {
        let mut brackets = Brackets::default();
        loop {
            match self.peek() {
                open @ (b'{' | b'[') => {
                    self.advance();
                    let is_object = open == b'{';
                    if self.peek() == if is_object { b'}' } else { b']' } {
                        self.advance();
                    } else {
                        brackets.open(is_object);
                        if is_object {
                            self.skip_name()?;
                        }
                        continue;
                    }
                }
                b'"' => {
                    self.string_end()?;
                }
                _ => self.skip_literal()?,
            }
            // After a value, brackets may close, or another value follows.
            loop {
                let Some(is_object) = brackets.is_object() else { return Ok(()) };
                if self.next_entry(if is_object { b'}' } else { b']' })? {
                    if is_object {
                        self.skip_name()?;
                    }
                    break;
                }
                brackets.close();
            }
        }
    }

    fn skip_name(&mut self) -> Result<(), JsonError> {
        if self.peek() != b'"' {
            return Err(self.expected("a property name"));
        }
        self.string_end()?;
        self.colon()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::value::RawValue;

    use super::{Brackets, JsonReader};

    fn raw(text: &str) -> Option<&str> {
        let mut reader = JsonReader::new(text);
        let raw = reader.raw().ok()?;
        reader.end().ok().map(|()| raw)
    }

    #[test]
    fn brackets_are_remembered_at_any_depth() {
        let mut brackets = Brackets::default();
        let is_object = |at: usize| at % 3 == 0 || at % 64 == 63;
        for at in 0..300 {
            brackets.open(is_object(at));
        }
        for at in (0..300).rev() {
            assert_eq!(brackets.is_object(), Some(is_object(at)));
            brackets.close();
        }
        assert_eq!(brackets.is_object(), None);
    }

    #[test]
    fn a_value_has_no_surrounding_whitespace() {
        assert_eq!(raw(" [1, {\"a\" : []}] \n"), Some("[1, {\"a\" : []}]"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

        /// What is accepted is what serde_json accepts as `RawValue`.
        #[test]
        fn texts_are_those_of_serde_json(
            tokens in prop::collection::vec(prop::sample::select(vec![
                "{", "}", "[", "]", ",", ":", "\"a\"", "\"\\ud800\"", "\"\\x\"", "\"\n\"", "null", "nul", "true",
                "false", "0", "-1.5e3", "01", "1.", " ", "\u{feff}", "é", "\"é\"", "\"",
            ]), 0..14)
        ) {
            let text = tokens.concat();
            let reference = serde_json::from_str::<&RawValue>(&text).ok().map(RawValue::get);
            prop_assert_eq!(raw(&text), reference.map(str::trim_ascii), "{}", text);
        }
    }
}
