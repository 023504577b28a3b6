use super::error::QueryError;

/// The deepest nesting of conditions, searches and expansions.
pub(super) const MAX_DEPTH: usize = 50;

/// A position in a text that is read from left to right.
pub(super) struct Cursor<'a> {
    text: &'a str,
    rest: &'a str,
    depth: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, rest: text, depth: 0 }
    }

    pub(super) const fn rest(&self) -> &'a str {
        self.rest
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(super) fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    pub(super) fn is_at_end(&mut self) -> bool {
        self.skip_space();
        self.rest.is_empty()
    }

    /// Skips a text, if it is next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Skips a word with the white space around it, if it is next: an operator.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let begin = self.rest;
        self.skip_space();
        if self.eat(word) && self.peek().is_none_or(|next| next.is_whitespace() || "(),".contains(next)) {
            self.skip_space();
            return true;
        }
        self.rest = begin;
        false
    }

    /// Returns the characters for which a condition holds.
    pub(super) fn take_while(&mut self, accepts: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|character| !accepts(character)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// Returns the text of a string in single quotes, which is next. Two quotes stand for one.
    pub(super) fn quoted(&mut self) -> Result<String, QueryError> {
        let mut text = String::new();
        let mut rest = self.rest.strip_prefix('\'').unwrap_or(self.rest);
        loop {
            let Some((before, after)) = rest.split_once('\'') else { return Err(self.problem("a quote is missing")) };
            text.push_str(before);
            match after.strip_prefix('\'') {
                Some(after) => {
                    text.push('\'');
                    rest = after;
                }
                None => {
                    self.rest = after;
                    return Ok(text);
                }
            }
        }
    }

    /// Runs a part of a recursive parser.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, QueryError>) -> Result<T, QueryError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(QueryError::unsupported(format!("it is nested more than {MAX_DEPTH} levels deep")));
        }
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// Returns the error of a text that is not valid here.
    pub(super) fn problem(&self, message: &str) -> QueryError {
        let at = self.text.len() - self.rest.len();
        QueryError::invalid(format!(
            "{message} at character {} of `{}`",
            self.text[..at].chars().count() + 1,
            self.text
        ))
    }
}
