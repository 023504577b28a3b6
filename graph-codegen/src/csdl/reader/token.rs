use quick_xml::{Error, errors::IllFormedError, events::Event};

/// What stands between two offsets of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `<name …>`
    Start,
    /// `<name …/>`
    Empty,
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
    /// `<!DOCTYPE …>`
    DocType,
    /// The end of the document.
    Eof,
}

/// Cuts the text into tokens.
pub(super) struct Tokens<'a> {
    events: quick_xml::Reader<&'a [u8]>,
    /// The length of the byte order mark, which the events do not count.
    offset: usize,
    /// Where the token read last starts.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// What is wrong, and where.
pub(super) struct Malformed {
    pub(super) message: String,
    pub(super) help: Option<&'static str>,
    pub(super) at: usize,
}

/// What to do about a `&` that begins no reference.
pub(super) const LONE_AMPERSAND: (&str, &str) = ("`&` without a `;` behind it", "write `&amp;`");

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut events = quick_xml::Reader::from_str(body);
        let config = events.config_mut();
        // Names are compared by the caller, which can say where the start tag is.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.check_comments = true;
        let offset = text.len() - body.len();
        Self { events, offset, start: offset, end: offset }
    }

    pub(super) fn next(&mut self) -> Result<Token, Malformed> {
        self.start = self.end;
        let token = match self.events.read_event() {
            Ok(event) => match event {
                Event::Start(_) => Token::Start,
                Event::Empty(_) => Token::Empty,
                Event::End(_) => Token::End,
                Event::Text(_) => Token::Text,
                Event::CData(_) => Token::CData,
                Event::GeneralRef(_) => Token::Reference,
                Event::Decl(_) => Token::Declaration,
                Event::PI(_) => Token::Instruction,
                Event::Comment(_) => Token::Comment,
                Event::DocType(_) => Token::DocType,
                Event::Eof => Token::Eof,
            },
            Err(error) => return Err(self.malformed(&error)),
        };
        self.end = self.offset + usize::try_from(self.events.buffer_position()).unwrap_or(usize::MAX);
        Ok(token)
    }

    fn malformed(&self, error: &Error) -> Malformed {
        let at = self.offset + usize::try_from(self.events.error_position()).unwrap_or(usize::MAX);
        let (message, help) = match error {
            Error::IllFormed(IllFormedError::UnclosedReference) => {
                (LONE_AMPERSAND.0.to_owned(), Some(LONE_AMPERSAND.1))
            }
            // Whatever is not closed, the document ends before it is.
            Error::Syntax(_) => (error.to_string(), Some("the document may have been cut off: fetch it again")),
            _ => (error.to_string(), None),
        };
        Malformed { message, help, at }
    }
}
