//! Says what is wrong with a text that is not well-formed.

use std::ops::Range;

use roxmltree::{Error, TextPos};

use super::{
    character::is_space,
    markup::{Markup, MarkupKind, name_length, open_tags, trim_start},
    recovery::Mistake,
    reference,
};
use crate::diagnostic::{Code, Diagnostic, FileId, Quoted, Span};

/// Help for a document that ends too early.
const CUT_OFF: &str = "the document may be truncated: fetch it again";
/// Help for a document that is an HTML page.
pub(super) const HTML_PAGE: &str = "this is an HTML page, perhaps a sign-in page; fetch the service's `$metadata`";

/// Returns the mistake that an error of roxmltree is about.
pub(super) fn mistake(file: FileId, text: &str, error: &Error) -> Mistake {
    let position = Position { file, text, at: offset(text, error.pos()) };
    let diagnostic = position.diagnostic(error);
    let removable = match error {
        Error::DuplicatedAttribute(..) => position.attribute().map(|range| (range, " ")),
        Error::NonXmlChar(..) | Error::UnknownEntityReference(..) | Error::MalformedEntityReference(_) => {
            // A name may contain an underscore, so that the character is reported only once.
            diagnostic.span.map(|span| (span.start as usize..span.end as usize, "_"))
        }
        _ => None,
    };
    Mistake { diagnostic, removable }
}

/// Returns the offset of a line and a column that count from 1, and characters.
fn offset(text: &str, position: TextPos) -> usize {
    let before = position.row.saturating_sub(2) as usize;
    let line = match position.row {
        0 | 1 => 0,
        _ => text.match_indices('\n').nth(before).map_or(text.len(), |(end, _)| end + 1),
    };
    let column = position.col.saturating_sub(1) as usize;
    text[line..].char_indices().nth(column).map_or(text.len(), |(offset, _)| line + offset)
}

/// The position of the first mistake; the text is well-formed so far.
struct Position<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
}

impl Position<'_> {
    fn diagnostic(&self, error: &Error) -> Diagnostic {
        let Self { at, .. } = *self;
        match error {
            Error::InvalidChar(b'"' | b'\'', b'<', _) => self.less_than_in_value(),
            Error::InvalidChar(b'=', ..) => self.expected("`=`"),
            Error::InvalidChar(b'>', ..) => self.expected("`>`"),
            Error::InvalidChar2("a quote", ..) => self.expected("a value in quotation marks"),
            Error::InvalidChar2("a whitespace", ..) => {
                self.error("white space is missing before this attribute", at, self.name_end(at))
            }
            Error::InvalidName(_) => self.invalid_name(),
            Error::InvalidString(..) => self.invalid_markup(),
            Error::InvalidComment(_) => {
                let inside = at + "<!--".len();
                let dashes = self.text[inside..].find("--").map_or(at, |found| inside + found);
                self.error("a comment cannot contain `--`", dashes, dashes + 2)
            }
            Error::InvalidCharacterData(_) => {
                let end = self.text[..at].rfind("]]>").unwrap_or(at);
                self.error("text cannot contain `]]>`", end, end + "]]>".len()).help("write `]]&gt;`")
            }
            Error::NonXmlChar(character, _) => {
                let message = format!("XML does not allow the character U+{:04X}", u32::from(*character));
                self.error(message, at, at + character.len_utf8())
            }
            Error::UnknownEntityReference(..) | Error::MalformedEntityReference(_) => self.reference(),
            Error::UnexpectedCloseTag(..) => self.wrong_end_tag(),
            Error::DuplicatedAttribute(..) => {
                let name = &self.text[at..self.name_end(at)];
                let local = name.rsplit(':').next().unwrap_or(name);
                let end = at + name.len();
                self.error(format!("attribute {} is duplicated", Quoted(local)), end - local.len(), end)
            }
            Error::DuplicatedNamespace(prefix, _) => {
                self.error(format!("the prefix {} is declared twice", Quoted(prefix)), at, self.name_end(at))
            }
            Error::UnknownNamespace(prefix, _) => {
                let message = format!("the prefix {} is not declared", Quoted(prefix));
                let help = "declare it as `xmlns:prefix=\"…\"` in this element or an enclosing one";
                self.error(message, at, at + prefix.len()).help(help)
            }
            Error::InvalidXmlPrefixUri(_)
            | Error::UnexpectedXmlUri(_)
            | Error::UnexpectedXmlnsUri(_)
            | Error::InvalidElementNamePrefix(_) => {
                let message = "the prefixes `xml` and `xmlns` and their namespaces cannot be redeclared";
                self.error(message, at, self.name_end(at))
            }
            Error::UnexpectedDeclaration(_) => {
                let end = self.text[at..].find("?>").map_or(at, |length| at + length + "?>".len());
                self.error("`<?xml …?>` is only allowed at the very start of a document", at, end)
            }
            Error::NoRootNode if Markup::all(self.text).any(|markup| markup.kind == MarkupKind::Start) => {
                self.cut_off()
            }
            Error::NoRootNode => {
                self.error("the document has no element", 0, 0).help("the download may have failed: fetch it again")
            }
            Error::DtdDetected => {
                let mut markup = Markup::all(self.text);
                let declaration = markup.find(|markup| markup.kind == MarkupKind::Declaration);
                self.document_type(declaration.map_or(0, |declaration| declaration.start))
            }
            Error::UnclosedRootNode | Error::UnexpectedEndOfStream => self.cut_off(),
            Error::UnknownToken(_) => self.unexpected_token(),
            Error::NodesLimitReached | Error::AttributesLimitReached | Error::NamespacesLimitReached => {
                Diagnostic::error(Code::Limit, error.to_string()).at(self.span(0, 0))
            }
            _ => self.error(error.to_string(), at, at),
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    fn error(&self, message: impl Into<String>, start: usize, end: usize) -> Diagnostic {
        Diagnostic::error(Code::Xml, message).at(self.span(start, end))
    }

    fn name_end(&self, start: usize) -> usize {
        start + name_length(&self.text[start..])
    }

    /// Returns the range of the attribute here.
    fn attribute(&self) -> Option<Range<usize>> {
        let (start, rest) = (self.at, self.text.get(self.at..)?);
        let quote = rest.find(['"', '\''])?;
        let length = rest[quote + 1..].find(char::from(rest.as_bytes()[quote]))?;
        Some(start..start + quote + 1 + length + 1)
    }

    fn expected(&self, expected: &str) -> Diagnostic {
        let Some(found) = self.text[self.at..].chars().next() else { return self.cut_off() };
        let message = format!("expected {expected}, found {found:?}");
        let diagnostic = self.error(message, self.at, self.at + found.len_utf8());
        diagnostic.help("a start tag has the form `<Element Attribute=\"value\">`")
    }

    fn less_than_in_value(&self) -> Diagnostic {
        let diagnostic = self.error("an attribute value cannot contain `<`", self.at, self.at + 1);
        let help = "write `&lt;`, or add a quotation mark where the value should end";
        // The value has no quotation mark of its own kind, and both kinds follow an equals sign.
        let before = self.text[..self.at].char_indices().rev().filter(|(_, quote)| matches!(quote, '"' | '\''));
        let is_opening = |at: &usize| self.text[..*at].trim_end_matches(is_space).ends_with('=');
        match before.map(|(at, _)| at).find(is_opening) {
            Some(quote) => diagnostic.note("the value starts here", self.span(quote, quote + 1)).help(help),
            None => diagnostic.help(help),
        }
    }

    /// Names start after `<`, `</` or `<?`, or in a tag.
    fn invalid_name(&self) -> Diagnostic {
        let Self { text, at, .. } = *self;
        let before = &text[..at];
        let rest = &text[at..];
        if rest.starts_with('!') && before.ends_with('<') {
            return self.unexpected_declaration(at - 1);
        }
        if rest.starts_with('/') && before.ends_with('<') {
            return self.unopened_end_tag(at - 1);
        }
        match name_length(rest) {
            0 if before.ends_with('<') => self.expected("the name of an element"),
            0 if before.ends_with(is_space) => self.expected("the name of an attribute"),
            0 => self.expected("a name"),
            length => self.error("this is not a valid XML name", at, at + length),
        }
    }

    /// A comment, CDATA section, processing instruction or XML declaration that does not end as it must.
    fn invalid_markup(&self) -> Diagnostic {
        let is_here = |markup: &Markup<'_>| markup.end.is_none_or(|end| end > self.at);
        let Some(markup) = Markup::all(self.text).find(is_here) else { return self.cut_off() };
        let (opening, message) = match markup.kind {
            MarkupKind::Comment => ("<!--", "this comment has no end"),
            MarkupKind::CData => ("<![CDATA[", "this CDATA section has no end"),
            _ if markup.end.is_none() => ("<?", "this processing instruction has no `?>`"),
            _ => {
                let message = "the attributes of `<?xml …?>` are `version`, `encoding` and `standalone`, in this order";
                return self.error(message, self.at, markup.end.unwrap_or(self.at));
            }
        };
        self.error(message, markup.start, markup.start + opening.len()).help(CUT_OFF)
    }

    fn reference(&self) -> Diagnostic {
        reference::first_invalid(&self.text[self.at..]).map_or_else(
            || self.error("this reference is not valid", self.at, self.at + 1),
            |invalid| invalid.diagnostic(self.file, self.at),
        )
    }

    fn wrong_end_tag(&self) -> Diagnostic {
        let Self { text, at, .. } = *self;
        let end = text[at..].find('>').map_or(text.len(), |length| at + length + 1);
        let Some(open) = open_tags(text, at).pop() else { return self.unopened_end_tag(at) };
        let message = format!("{} does not close {}", Quoted(&text[at..end]), Quoted(open.name()));
        let help = format!("add {} before it, or remove it", Quoted(&format!("</{}>", open.name())));
        let opened = self.span(open.start, open.end.unwrap_or(open.start));
        self.error(message, at, end).help(help).note("the open element starts here", opened)
    }

    fn unopened_end_tag(&self, start: usize) -> Diagnostic {
        let end = self.text[start..].find('>').map_or(self.text.len(), |length| start + length + 1);
        self.error("this end tag does not close an element", start, end)
    }

    /// The document ends inside of an element, or of markup.
    fn cut_off(&self) -> Diagnostic {
        let text = self.text;
        let end = text.len();
        if let Some(last) = Markup::all(text).last().filter(|last| last.end.is_none()) {
            return match last.kind {
                MarkupKind::Start => self.cut_off_tag(last.start),
                MarkupKind::End => self.error("this end tag has no `>`", last.start, end).help(CUT_OFF),
                _ => self.error("the document ends inside markup", last.start, end).help(CUT_OFF),
            };
        }
        let mut diagnostic = self.error("the document ends inside an element", end, end);
        if let Some(open) = open_tags(text, end).pop() {
            let note = format!("{} starts here and has no end tag", Quoted(open.name()));
            diagnostic = diagnostic.note(note, self.span(open.start, open.end.unwrap_or(open.start)));
        }
        diagnostic.help(CUT_OFF)
    }

    fn cut_off_tag(&self, start: usize) -> Diagnostic {
        let text = self.text;
        let mut at = start;
        while let Some(found) = text[at..].find(['"', '\'']) {
            let quote = at + found;
            match text[quote + 1..].find(char::from(text.as_bytes()[quote])) {
                Some(length) => at = quote + length + 2,
                None => {
                    let message = "this attribute value has no closing quotation mark";
                    return self.error(message, quote, quote + 1).help(CUT_OFF);
                }
            }
        }
        let tag = self.span(start, text.len());
        let diagnostic = self.error("the document ends inside a tag", text.len(), text.len());
        diagnostic.help(CUT_OFF).note("the tag starts here", tag)
    }

    /// Text or markup that is not allowed outside of the root element, or anywhere.
    fn unexpected_token(&self) -> Diagnostic {
        let Self { text, at, .. } = *self;
        let rest = &text[at..];
        if rest.starts_with("<!") {
            return self.unexpected_declaration(at);
        }
        if rest.starts_with("</") {
            return self.unopened_end_tag(at);
        }
        if rest.starts_with('<') {
            let markup = Markup::next(text, at).and_then(|markup| markup.end);
            let end = markup.unwrap_or(at + 1);
            return self.error("a document can have only one root element", at, end);
        }
        let first = rest.chars().next().unwrap_or(' ');
        let end = at + rest.lines().next().map_or(0, |line| line.trim_end().len());
        if !trim_start(text.trim_start_matches('\u{feff}')).starts_with(rest) {
            return self.error("text is not allowed outside the root element", at, end);
        }
        let diagnostic = self.error(format!("this is not an XML document: it begins with {first:?}"), at, end);
        diagnostic.help(match first {
            '{' | '[' => "it begins as JSON does; fetch `$metadata` with `Accept: application/xml`",
            _ => "CSDL begins with `<?xml …?>` or `<edmx:Edmx …>`",
        })
    }

    /// `<!` that starts neither a comment nor a CDATA section.
    fn unexpected_declaration(&self, start: usize) -> Diagnostic {
        let rest = &self.text[start..];
        // HTML allows any case.
        if rest.get(.."<!DOCTYPE".len()).is_some_and(|start| start.eq_ignore_ascii_case("<!DOCTYPE")) {
            return self.document_type(start);
        }
        self.error("`<!` is not followed by `--` or `[CDATA[`", start, start + "<!".len())
    }

    fn document_type(&self, start: usize) -> Diagnostic {
        let end = start + "<!DOCTYPE".len();
        let name = self.text.get(end..).map_or("", trim_start).get(.."html".len());
        let is_page = name.is_some_and(|name| name.eq_ignore_ascii_case("html"));
        let message = "document type declarations are not allowed, since their entities can expand without limit";
        let help = if is_page { HTML_PAGE } else { "CSDL does not use them; remove `<!DOCTYPE …>`" };
        self.error(message, start, end).help(help)
    }
}
