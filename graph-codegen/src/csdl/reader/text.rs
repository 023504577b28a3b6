//! Text between tags.

use std::borrow::Cow;

use super::{
    Read, Reader,
    character::{self, CLASS, SPACE},
    element::Element,
    reference,
    token::{Malformed, Token},
};
use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostic, Quoted},
};

const CDATA_START: usize = "<![CDATA[".len();
const CDATA_END: usize = "]]>".len();

impl<'a> Reader<'a, '_> {
    /// The next token that is neither comment nor processing instruction.
    pub(super) fn next(&mut self) -> Read<Token> {
        loop {
            let token = match self.tokens.next() {
                Ok(token) => token,
                Err(error) => return self.no_token(error),
            };
            match token {
                Token::Comment => self.check_characters_of_token(),
                Token::Instruction => {
                    self.check_characters_of_token();
                    self.check_instruction();
                }
                Token::Declaration => self.check_declaration()?,
                Token::DocType => return self.doctype(),
                other => return Ok(other),
            }
        }
    }

    fn no_token(&mut self, error: Malformed) -> Read<Token> {
        let rest = self.text.get(self.tokens.start..).unwrap_or("").trim_start();
        if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!DOCTYPE")) {
            return self.doctype();
        }
        let span = self.span(error.at, error.at + 1);
        let mut diagnostic = Diagnostic::error(Code::Xml, error.message).at(span);
        diagnostic.help = error.help.map(str::to_owned);
        self.fatal(diagnostic)
    }

    fn doctype(&mut self) -> Read<Token> {
        let start = self.text[self.tokens.start..].find('<').map_or(self.tokens.start, |at| self.tokens.start + at);
        let span = self.span(start, start + "<!DOCTYPE".len());
        let declaration = &self.text[start..];
        let is_page = declaration
            .get(9..)
            .is_some_and(|rest| rest.trim_start().get(..4).is_some_and(|name| name.eq_ignore_ascii_case("html")));
        let message = "a document type declaration is refused: entities declared in one can expand without end";
        let help = if is_page {
            "this is an HTML page; fetch the service's `$metadata` instead"
        } else {
            "CSDL has no use for it: remove `<!DOCTYPE …>`"
        };
        self.fatal(Diagnostic::error(Code::Xml, message).at(span).help(help))
    }

    fn check_instruction(&mut self) {
        let (start, end) = (self.tokens.start, self.tokens.end);
        let content = &self.text[start + 2..end - 2];
        let target = content.split([' ', '\t', '\r', '\n']).next().unwrap_or("");
        if target.eq_ignore_ascii_case("xml") || !character::is_qualified_name(target) || target.contains(':') {
            let span = self.span(start + 2, start + 2 + target.len());
            self.report(Diagnostic::error(Code::Xml, "a processing instruction cannot have this name").at(span));
        }
    }

    /// `<?xml …?>` can only be the first thing. What it says of the encoding no longer matters for a text.
    fn check_declaration(&mut self) -> Read<()> {
        let (start, end) = (self.tokens.start, self.tokens.end);
        if !self.text[..start].trim_start_matches('\u{feff}').is_empty() {
            return self.malformed("`<?xml …?>` can only stand at the very start of a document", start, end);
        }
        let content = self.text[start + "<?xml".len()..end - 2].trim_start();
        let version = content.strip_prefix("version").map(str::trim_start).and_then(|rest| rest.strip_prefix('='));
        let version = version.map(str::trim_start).map(|rest| rest.trim_start_matches(['"', '\'']));
        if !version.is_some_and(|version| version.starts_with("1.")) {
            return self.malformed("`<?xml …?>` has to begin with `version=\"1.0\"`", start, end);
        }
        self.check_characters_of_token();
        Ok(())
    }

    fn check_characters_of_token(&mut self) {
        let (start, end) = (self.tokens.start, self.tokens.end);
        self.check_characters(&self.text[start..end], start);
    }

    pub(super) fn check_characters(&mut self, text: &str, start: usize) {
        if let Some((offset, illegal)) = character::first_illegal(text) {
            let at = start + offset;
            let span = self.span(at, at + illegal.len_utf8());
            let message = format!("XML does not allow the character U+{:04X}", u32::from(illegal));
            self.report(Diagnostic::error(Code::Xml, message).at(span));
        }
    }

    /// Adds the character that `&name;` at `at` stands for.
    pub(super) fn expand(&mut self, name: &str, at: usize, to: &mut String) {
        match reference::resolve(name) {
            Ok(character) => to.push(character),
            Err(message) => {
                let span = self.span(at, at + name.len() + 2);
                let mut diagnostic = Diagnostic::error(Code::Xml, message).at(span);
                if !name.starts_with('#') {
                    diagnostic = diagnostic.help(
                        "XML itself has only `&lt;`, `&gt;`, `&amp;`, `&quot;` and `&apos;`; write other characters as they are",
                    );
                }
                self.report(diagnostic);
            }
        }
    }

    /// Where only elements may stand, checks that the current token is white space.
    pub(super) fn no_text(&mut self, token: Token) -> Read<()> {
        let (start, end) = (self.tokens.start, self.tokens.end);
        let bytes = &self.text.as_bytes()[..end];
        let end = bytes.len();
        let mut at = start;
        if token == Token::Text {
            while at < end && CLASS[bytes[at] as usize] & SPACE != 0 {
                at += 1;
            }
            if at == end {
                return Ok(());
            }
        }
        self.check_characters_of_token();
        let span = self.span(at, end.min(at + self.text[at..end].trim_end().len()));
        let diagnostic = match self.open.last() {
            Some(open) => Diagnostic::error(Code::Csdl, format!("{} cannot contain text", Quoted(open.name))).at(span),
            None => return self.text_outside(at, end),
        };
        self.report(diagnostic);
        Ok(())
    }

    fn text_outside(&mut self, at: usize, end: usize) -> Read<()> {
        let found = self.text[at..end].trim_end();
        let first = found.chars().next().unwrap_or(' ');
        let length = found.lines().next().map_or(0, str::len);
        let span = self.span(at, at + length);
        let is_first = self.text[..at].trim_start_matches('\u{feff}').trim().is_empty();
        let diagnostic = if !is_first {
            Diagnostic::error(Code::Xml, "text stands outside of the root element").at(span)
        } else {
            let diagnostic =
                Diagnostic::error(Code::Xml, format!("this is no XML document: it begins with {first:?}")).at(span);
            match first {
                '{' | '[' => diagnostic.help("CSDL JSON is not read; fetch `$metadata` with `Accept: application/xml`"),
                _ => diagnostic.help("CSDL begins with `<?xml …?>` or `<edmx:Edmx …>`"),
            }
        };
        self.fatal(diagnostic)
    }

    /// The text of an element that has nothing else; its end tag is read, too.
    pub(super) fn content(&mut self, element: Element<'a>) -> Read<Text<'a>> {
        if self.attributes.left > 0 {
            self.ignore_left(element);
        }
        let mut value = Cow::Borrowed("");
        let (mut start, mut end) = (element.end, element.end);
        if element.empty {
            return Ok(Text { value, span: self.span(start, end) });
        }
        loop {
            let token = self.next()?;
            if token == Token::End {
                self.end_tag()?;
                break;
            }
            let (from, to) = (self.tokens.start, self.tokens.end);
            match token {
                Token::Text => {
                    let piece = &self.text[from..to];
                    self.check_text(piece, from);
                    append(&mut value, piece);
                }
                Token::CData => {
                    self.check_characters_of_token();
                    append(&mut value, &self.text[from + CDATA_START..to - CDATA_END]);
                }
                Token::Reference => {
                    let name = &self.text[from + 1..to - 1];
                    self.expand(name, from, value.to_mut());
                }
                Token::Start | Token::Empty => {
                    let child = self.start_tag(token == Token::Empty)?;
                    self.misplaced(child, element)?;
                    continue;
                }
                _ => return self.ended(),
            }
            if start == end {
                start = from;
            }
            end = to;
        }
        Ok(Text { value, span: self.span(start, end) })
    }

    pub(super) fn check_text(&mut self, piece: &str, start: usize) {
        self.check_characters(piece, start);
        if let Some(offset) = piece.find("]]>") {
            let span = self.span(start + offset, start + offset + CDATA_END);
            self.report(Diagnostic::error(Code::Xml, "text cannot contain `]]>`").at(span).help("write `]]&gt;`"));
        }
    }
}

/// Adds a piece with its line ends as XML defines them: one line feed each.
fn append<'a>(value: &mut Cow<'a, str>, piece: &'a str) {
    let piece = if piece.contains('\r') {
        Cow::Owned(piece.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(piece)
    };
    if value.is_empty() {
        *value = piece;
    } else {
        value.to_mut().push_str(&piece);
    }
}
