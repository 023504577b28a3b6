use quick_xml::events::Event;

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
    pub(super) at: usize,
}

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

    fn malformed(&self, error: &quick_xml::Error) -> Malformed {
        let at = self.offset + usize::try_from(self.events.error_position()).unwrap_or(usize::MAX);
        Malformed { message: error.to_string(), at }
    }
}
