//! Text between tags.

use std::borrow::Cow;

use super::{
    Read, Reader,
    character::{self, CLASS, SPACE},
    element::Element,
    reference,
    token::Token,
};
use crate::{
    csdl::Text,
    diagnostic::{Code, Diagnostic, Quoted},
};

/// Help for a document that is an HTML page.
pub(super) const HTML_PAGE: &str = "this is an HTML page, perhaps a sign-in page; fetch the service's `$metadata`";

const CDATA_START: usize = "<![CDATA[".len();
const CDATA_END: usize = "]]>".len();

impl<'a> Reader<'a, '_> {
    /// Returns the next token that is not a comment or a processing instruction.
    pub(super) fn next(&mut self) -> Read<Token> {
        loop {
            let token = match self.tokens.next() {
                Ok(token) => token,
                Err(error) => {
                    let mut diagnostic =
                        Diagnostic::error(Code::Xml, error.message).at(self.span(error.start, error.end));
                    diagnostic.help = error.help.map(str::to_owned);
                    return self.fatal(diagnostic);
                }
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

    fn doctype(&mut self) -> Read<Token> {
        let (start, end) = (self.tokens.start, self.tokens.end);
        let span = self.span(start, end);
        let name = self.text[end..].trim_start().get(.."html".len());
        let is_page = name.is_some_and(|name| name.eq_ignore_ascii_case("html"));
        let message = "document type declarations are not allowed, since their entities can expand without limit";
        let help = if is_page { HTML_PAGE } else { "CSDL does not use them; remove `<!DOCTYPE …>`" };
        self.fatal(Diagnostic::error(Code::Xml, message).at(span).help(help))
    }

    pub(super) fn check_characters_of_token(&mut self) {
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

    /// Appends the character that the reference `&name;` at `at` denotes.
    pub(super) fn expand(&mut self, name: &str, at: usize, to: &mut String) {
        match reference::resolve(name) {
            Ok(character) => to.push(character),
            Err(message) => {
                let span = self.span(at, at + name.len() + 2);
                let mut diagnostic = Diagnostic::error(Code::Xml, message).at(span);
                if !name.starts_with('#') {
                    diagnostic = diagnostic.help(
                        "XML declares only `&lt;`, `&gt;`, `&amp;`, `&quot;` and `&apos;`; \
                         write other characters as they are",
                    );
                }
                self.report(diagnostic);
            }
        }
    }

    /// Checks that the current token is white space, where only elements are allowed.
    pub(super) fn only_white_space(&mut self, token: Token) -> Read<()> {
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
            None => return self.text_outside_root(at, end),
        };
        self.report(diagnostic);
        Ok(())
    }

    fn text_outside_root(&mut self, at: usize, end: usize) -> Read<()> {
        let found = self.text[at..end].trim_end();
        let first = found.chars().next().unwrap_or(' ');
        let length = found.lines().next().map_or(0, str::len);
        let span = self.span(at, at + length);
        let is_first = self.text[..at].trim_start_matches('\u{feff}').trim().is_empty();
        let diagnostic = if !is_first {
            Diagnostic::error(Code::Xml, "text is not allowed outside the root element").at(span)
        } else {
            let diagnostic =
                Diagnostic::error(Code::Xml, format!("this is not an XML document: it begins with {first:?}")).at(span);
            match first {
                '{' | '[' => {
                    diagnostic.help("CSDL JSON is not supported; fetch `$metadata` with `Accept: application/xml`")
                }
                _ => diagnostic.help("CSDL begins with `<?xml …?>` or `<edmx:Edmx …>`"),
            }
        };
        self.fatal(diagnostic)
    }

    /// Reads an element that contains only text, including its end tag.
    pub(super) fn content(&mut self, element: Element<'a>) -> Read<Text<'a>> {
        if self.attributes.remaining > 0 {
            self.ignore_remaining(element);
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
                Token::Start => {
                    let child = self.start_tag()?;
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

/// Appends text, with each line end replaced by a line feed as XML requires.
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
