/// The kind of a piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `<` at the start of a start tag; the end is found when the tag is split.
    Start,
    /// `</name>`
    End,
    /// Text, without references.
    Text,
    /// `<![CDATA[…]]>`
    CData,
    /// `&name;`
    Reference,
    /// `<?xml …?>`
    Declaration,
    /// `<?name …?>`
    Instruction,
    /// `<!--…-->`
    Comment,
    /// `<!DOCTYPE`, without the rest.
    DocType,
    /// The end of the document.
    Eof,
}

/// Splits the text into tokens.
///
/// Does not look for the end of start tags, which splitting them into attributes finds anyway; doing both would double
/// the time in unoptimized builds.
pub(super) struct Tokens<'a> {
    text: &'a str,
    /// The start of the current token.
    pub(super) start: usize,
    /// The end of the current token.
    pub(super) end: usize,
}

/// A mistake in the XML: what is wrong, what to do, and where it is.
pub(super) struct Malformed {
    pub(super) message: &'static str,
    pub(super) help: Option<&'static str>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The message and help for a `&` that does not start a reference.
pub(super) const LONE_AMPERSAND: (&str, &str) = ("`&` is not followed by `;`", "write `&amp;`");
/// Help for a document that ends too early.
pub(super) const CUT_OFF: &str = "the document may be truncated: fetch it again";

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { text, start, end: start }
    }

    pub(super) fn next(&mut self) -> Result<Token, Malformed> {
        let bytes = self.text.as_bytes();
        let end = bytes.len();
        let mut at = self.end;
        self.start = at;
        if at == end {
            return Ok(Token::Eof);
        }
        match bytes[at] {
            b'<' => self.markup(),
            b'&' => self.reference(),
            _ => {
                while at < end && bytes[at] != b'<' && bytes[at] != b'&' {
                    at += 1;
                }
                self.end = at;
                Ok(Token::Text)
            }
        }
    }

    fn markup(&mut self) -> Result<Token, Malformed> {
        let bytes = self.text.as_bytes();
        let second = self.start + 1;
        if second < bytes.len() {
            match bytes[second] {
                b'/' => return self.until(Token::End, 2, ">", "this end tag has no `>`"),
                b'!' => return self.declaration(),
                b'?' => return self.instruction(),
                _ => {}
            }
        }
        self.end = second;
        Ok(Token::Start)
    }

    /// `<!`
    fn declaration(&mut self) -> Result<Token, Malformed> {
        let rest = &self.text[self.start..];
        if rest.starts_with("<![CDATA[") {
            return self.until(Token::CData, "<![CDATA[".len(), "]]>", "this CDATA section has no end");
        }
        if rest.starts_with("<!--") {
            let token = self.until(Token::Comment, "<!--".len(), "--", "this comment has no end")?;
            if !self.text[self.end..].starts_with('>') {
                return Err(self.malformed("a comment cannot contain `--`", None, self.end - 2, self.end));
            }
            self.end += 1;
            return Ok(token);
        }
        // HTML allows any case.
        if rest.get(.."<!DOCTYPE".len()).is_some_and(|start| start.eq_ignore_ascii_case("<!DOCTYPE")) {
            self.end = self.start + "<!DOCTYPE".len();
            return Ok(Token::DocType);
        }
        Err(self.malformed("`<!` is not followed by `--` or `[CDATA[`", None, self.start, self.start + 2))
    }

    /// `<?`
    fn instruction(&mut self) -> Result<Token, Malformed> {
        let name = &self.text[self.start + "<?".len()..];
        let is_declaration =
            name.strip_prefix("xml").is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n', '?']));
        let token = if is_declaration { Token::Declaration } else { Token::Instruction };
        self.until(token, "<?".len(), "?>", "this processing instruction has no `?>`")
    }

    /// `&`
    fn reference(&mut self) -> Result<Token, Malformed> {
        let name = &self.text[self.start + 1..];
        match name.find(['&', ';', '<']) {
            Some(length) if name.as_bytes()[length] == b';' => {
                self.end = self.start + length + 2;
                Ok(Token::Reference)
            }
            _ => Err(self.malformed(LONE_AMPERSAND.0, Some(LONE_AMPERSAND.1), self.start, self.start + 1)),
        }
    }

    /// Ends the token after the next `end`, which is at least `skipped` bytes from the start of the token.
    fn until(&mut self, token: Token, skipped: usize, end: &str, missing: &'static str) -> Result<Token, Malformed> {
        let from = self.start + skipped;
        match self.text[from..].find(end) {
            Some(length) => {
                self.end = from + length + end.len();
                Ok(token)
            }
            None => Err(self.malformed(missing, Some(CUT_OFF), self.start, from)),
        }
    }

    fn malformed(&self, message: &'static str, help: Option<&'static str>, start: usize, end: usize) -> Malformed {
        Malformed { message, help, start, end }
    }
}
