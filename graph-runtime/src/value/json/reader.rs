use std::{borrow::Cow, fmt};

use super::{
    error::{JsonError, MAX_DEPTH},
    misfit::Misfit,
    number,
    string::{self, StringEnd},
};
use crate::value::{
    codec::{Decoded, Value},
    spare::Spare,
};

/// Reads values from JSON text.
///
/// A [`Value`] of your own calls one of [`text`](Self::text), [`raw`](Self::raw) and [`read`](Self::read). `Debug` does
/// not show the text.
pub struct JsonReader<'a> {
    pub(super) text: &'a str,
    at: usize,
    depth: usize,
    /// The bytes of memory that values may still take.
    memory: usize,
    memory_limit: usize,
    /// What is known of the types that were read, and the properties of the objects that are being read. Those of the
    /// innermost object are last. Only objects need it.
    spare: Option<Spare>,
    strictness: Option<Strictness>,
    /// Whether 64-bit integers and decimal numbers may be strings (`IEEE754Compatible=true`).
    accepts_numbers_in_text: bool,
    /// The last value that does not fit, for the error of a strict reader.
    pub(super) misfit: Misfit,
}

/// How a strict reader reads.
#[derive(Clone, Copy, Debug)]
pub(in crate::value) struct Strictness {
    /// Whether undeclared properties, and unknown members of enumerations, are kept.
    pub(in crate::value) keeps_unknown: bool,
}

/// A scalar, or what is in its place.
#[derive(Debug)]
pub(crate) enum Token<'a> {
    Null,
    Boolean(bool),
    /// The text of a number.
    Number(&'a str),
    Text(Cow<'a, str>),
    /// A string with an unpaired surrogate.
    NotUnicode,
    /// An object or an array, which was not read.
    Composite,
}

impl<'a> JsonReader<'a> {
    /// Creates a reader of a text.
    pub(crate) fn new(text: &'a str) -> Self {
        Self::with_memory(text, usize::MAX)
    }

    /// Creates a reader whose values take at most so many bytes of memory.
    pub(crate) fn with_memory(text: &'a str, limit: usize) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            memory: limit,
            memory_limit: limit,
            spare: None,
            strictness: None,
            accepts_numbers_in_text: false,
            misfit: Misfit::default(),
        }
    }

    /// Returns a reader for which values that do not fit are errors.
    pub(in crate::value) const fn strict(mut self, strictness: Strictness) -> Self {
        self.strictness = Some(strictness);
        self
    }

    /// Returns a reader that also accepts 64-bit integers and decimal numbers in strings.
    pub(crate) const fn with_numbers_in_text(mut self, accepted: bool) -> Self {
        self.accepts_numbers_in_text = accepted;
        self
    }

    pub(in crate::value) const fn accepts_numbers_in_text(&self) -> bool {
        self.accepts_numbers_in_text
    }

    pub(in crate::value) const fn is_strict(&self) -> bool {
        self.strictness.is_some()
    }

    /// Returns whether undeclared properties, and unknown members of enumerations, are errors.
    pub(in crate::value) const fn refuses_unknown(&self) -> bool {
        matches!(self.strictness, Some(Strictness { keeps_unknown: false }))
    }

    /// Returns an error for the value or the name at a position.
    #[cold]
    pub(in crate::value) fn refused(&self, at: usize, reason: String) -> JsonError {
        JsonError::refused(reason, self.text, at)
    }

    /// Returns what objects need.
    pub(in crate::value) fn spare(&mut self) -> &mut Spare {
        self.spare.get_or_insert_with(Spare::take)
    }

    /// Checks that bytes are UTF-8, all at once, which is faster than string by string.
    ///
    /// A byte order mark is skipped, as RFC 8259, section 8.1 allows.
    pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, JsonError> {
        let text = std::str::from_utf8(bytes).map_err(|problem| JsonError::not_utf8(bytes, problem.valid_up_to()))?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// Reads a value of another type.
    ///
    /// # Errors
    ///
    /// If the text is not valid JSON.
    pub fn read<T: Value>(&mut self) -> Result<Decoded<T>, JsonError> {
        T::read(self)
    }

    /// Reads a string; `None` if the value is another one, or not Unicode (`"\ud83d"`).
    ///
    /// # Errors
    ///
    /// If the text is not valid JSON.
    pub fn text(&mut self) -> Result<Option<Cow<'a, str>>, JsonError> {
        Ok(match self.token()? {
            Token::Text(text) => Some(text),
            _ => None,
        })
    }

    /// Reads a string or `null`; any other value is a misfit.
    pub(crate) fn text_or_null(&mut self) -> Result<Decoded<Cow<'a, str>>, JsonError> {
        let at = self.position();
        Ok(match self.token()? {
            Token::Text(text) => Decoded::Value(text),
            Token::Null => Decoded::Null,
            _ => {
                self.note_misfit(at, "a string");
                Decoded::Misfit
            }
        })
    }

    /// Reads a scalar. An object or an array is not read.
    pub(crate) fn token(&mut self) -> Result<Token<'a>, JsonError> {
        Ok(match self.peek() {
            b'"' => match self.string()? {
                Some(text) => Token::Text(text),
                None => Token::NotUnicode,
            },
            b'-' | b'0'..=b'9' => Token::Number(self.number()?),
            b'{' | b'[' => Token::Composite,
            b'n' => self.literal("null", Token::Null)?,
            b't' => self.literal("true", Token::Boolean(true))?,
            b'f' => self.literal("false", Token::Boolean(false))?,
            _ => return Err(self.expected("a JSON value")),
        })
    }

    /// Checks that nothing follows.
    pub(crate) fn end(&mut self) -> Result<(), JsonError> {
        self.peek();
        if self.at == self.text.len() { Ok(()) } else { Err(self.expected("nothing more")) }
    }

    /// Accounts for the memory of a value.
    pub(crate) fn charge(&mut self, bytes: usize) -> Result<(), JsonError> {
        match self.memory.checked_sub(bytes) {
            Some(rest) => {
                self.memory = rest;
                Ok(())
            }
            None => Err(JsonError::too_large(self.memory_limit)),
        }
    }

    /// Returns the most memory that values may take.
    pub(in crate::value) const fn memory_limit(&self) -> usize {
        self.memory_limit
    }

    /// Enters an object or an array.
    pub(crate) fn enter(&mut self) -> Result<(), JsonError> {
        if self.depth >= MAX_DEPTH {
            return Err(JsonError::too_deep(MAX_DEPTH, self.text, self.at));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Leaves an object or an array.
    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Returns the next byte that is not whitespace, and 0 at the end.
    pub(crate) fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    /// Reads the comma before another entry, or the bracket after the last one. Returns whether there is another entry.
    pub(crate) fn next_entry(&mut self, close: u8) -> Result<bool, JsonError> {
        match self.peek() {
            b',' => {
                self.at += 1;
                Ok(true)
            }
            byte if byte == close => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(self.expected(if close == b'}' { "`,` or `}`" } else { "`,` or `]`" })),
        }
    }

    /// Returns whether an object or an array that was entered is empty; if so, reads its closing bracket.
    pub(crate) fn is_empty(&mut self, close: u8) -> bool {
        let is_empty = self.peek() == close;
        self.at += usize::from(is_empty);
        is_empty
    }

    /// Reads a name if it is the given one, with its colon.
    pub(in crate::value) fn is_name(&mut self, name: &str) -> bool {
        if self.peek() != b'"' {
            return false;
        }
        let rest = self.text.as_bytes().get(self.at + 1..).unwrap_or_default();
        let is_same = rest.get(name.len()) == Some(&b'"') && rest.starts_with(name.as_bytes());
        if is_same && rest.get(name.len() + 1) == Some(&b':') {
            self.at += name.len() + 3;
            return true;
        }
        false
    }

    /// Reads a name and its colon. `Err` in the result is the text between the quotes of a name that is not Unicode.
    pub(in crate::value) fn name(&mut self) -> Result<Result<Cow<'a, str>, &'a str>, JsonError> {
        if self.peek() != b'"' {
            return Err(self.expected("a property name"));
        }
        let start = self.at + 1;
        let name = match self.string()? {
            Some(name) => Ok(name),
            None => Err(self.text.get(start..self.at - 1).unwrap_or_default()),
        };
        self.colon()?;
        Ok(name)
    }

    pub(super) fn colon(&mut self) -> Result<(), JsonError> {
        if self.peek() != b':' {
            return Err(self.expected("`:`"));
        }
        self.at += 1;
        Ok(())
    }

    /// Reads a string, whose quote is next; `None` if it is not Unicode.
    fn string(&mut self) -> Result<Option<Cow<'a, str>>, JsonError> {
        let start = self.at + 1;
        let end = self.string_end()?;
        let text = self.text.get(start..end.at).unwrap_or_default();
        Ok(if end.has_escapes { string::unescape(text) } else { Some(Cow::Borrowed(text)) })
    }

    /// Skips a string, whose quote is next.
    pub(super) fn string_end(&mut self) -> Result<StringEnd, JsonError> {
        match string::find_end(self.text.as_bytes(), self.at + 1) {
            Ok(end) => {
                self.at = end.at + 1;
                Ok(end)
            }
            Err(end) => Err(JsonError::syntax("a character or `\"`", self.text, end.at)),
        }
    }

    fn number(&mut self) -> Result<&'a str, JsonError> {
        let start = self.at;
        match number::find_end(self.text.as_bytes(), start) {
            Some(end) => {
                self.at = end;
                Ok(self.text.get(start..end).unwrap_or_default())
            }
            None => Err(self.expected("a number")),
        }
    }

    /// Skips a number, `true`, `false` or `null`.
    pub(super) fn skip_literal(&mut self) -> Result<(), JsonError> {
        self.token().map(drop)
    }

    fn literal(&mut self, literal: &'static str, token: Token<'a>) -> Result<Token<'a>, JsonError> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(literal.as_bytes()) {
            return Err(self.expected("a JSON value"));
        }
        self.at += literal.len();
        Ok(token)
    }

    pub(super) fn advance(&mut self) {
        self.at += 1;
    }

    pub(crate) const fn position(&self) -> usize {
        self.at
    }

    /// Returns how many objects and arrays were entered and not left.
    pub(in crate::value) const fn depth(&self) -> usize {
        self.depth
    }

    /// Goes back to a value from within it.
    pub(in crate::value) fn go_back(&mut self, at: usize, depth: usize) {
        self.at = at;
        self.depth = depth;
    }

    /// Goes to a position at the same depth.
    pub(crate) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    pub(super) fn text_from(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Returns an error at the current position.
    pub(crate) fn expected(&self, expected: &'static str) -> JsonError {
        JsonError::syntax(expected, self.text, self.at)
    }
}

impl fmt::Debug for JsonReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonReader").field("at", &self.at).field("depth", &self.depth).finish_non_exhaustive()
    }
}

impl Drop for JsonReader<'_> {
    fn drop(&mut self) {
        if let Some(spare) = self.spare.take() {
            spare.leave();
        }
    }
}
