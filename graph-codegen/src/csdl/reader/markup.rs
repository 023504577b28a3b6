//! Finds the markup of a text without parsing it: for the start of a document, and to locate mistakes.

use super::character::{ends_name, is_space};

/// A piece of markup, from its `<`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Markup<'a> {
    pub(super) kind: MarkupKind,
    text: &'a str,
    pub(super) start: usize,
    /// Where it ends; `None` if it has no end.
    pub(super) end: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkupKind {
    /// `<name …>` or `<name …/>`
    Start,
    /// `</name>`
    End,
    /// `<!--…-->`
    Comment,
    /// `<![CDATA[…]]>`
    CData,
    /// `<?name …?>`
    Instruction,
    /// `<!` and anything else, which ends after these characters.
    Declaration,
}

impl<'a> Markup<'a> {
    /// Returns the first markup at or after an offset.
    pub(super) fn next(text: &'a str, from: usize) -> Option<Self> {
        let start = from + text.get(from..)?.find('<')?;
        let rest = &text[start..];
        let (kind, opening, closing) = match rest {
            _ if rest.starts_with("<!--") => (MarkupKind::Comment, "<!--", "-->"),
            _ if rest.starts_with("<![CDATA[") => (MarkupKind::CData, "<![CDATA[", "]]>"),
            _ if rest.starts_with("<!") => {
                return Some(Self { kind: MarkupKind::Declaration, text, start, end: Some(start + "<!".len()) });
            }
            _ if rest.starts_with("<?") => (MarkupKind::Instruction, "<?", "?>"),
            _ if rest.starts_with("</") => (MarkupKind::End, "</", ">"),
            _ => return Some(Self { kind: MarkupKind::Start, text, start, end: tag_end(text, start) }),
        };
        let inside = start + opening.len();
        let end = text[inside..].find(closing).map(|length| inside + length + closing.len());
        Some(Self { kind, text, start, end })
    }

    /// Returns all markup up to the first without an end.
    pub(super) fn all(text: &'a str) -> impl Iterator<Item = Self> {
        let following = |markup: &Self| Self::next(text, markup.end?);
        std::iter::successors(Self::next(text, 0), following)
    }

    /// Returns the name of a tag, with its prefix.
    pub(super) fn name(&self) -> &'a str {
        let rest = self.text[self.start + 1..].trim_start_matches('/');
        &rest[..rest.find(ends_name).unwrap_or(rest.len())]
    }

    /// Returns the name of a tag, without a prefix.
    pub(super) fn local_name(&self) -> &'a str {
        self.name().rsplit(':').next().unwrap_or_default()
    }

    /// Returns whether it is a start tag without content.
    pub(super) fn is_empty(&self) -> bool {
        self.end.is_some_and(|end| self.text[..end].ends_with("/>"))
    }
}

/// Returns the end of the start tag at `start`: values may contain `>`, but not `<`.
fn tag_end(text: &str, start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += text[at..].find(['>', '"', '\'', '<'])?;
        match text.as_bytes()[at] {
            b'>' => return Some(at + 1),
            b'<' => return None,
            quote => at += 1 + text[at + 1..].find([char::from(quote), '<'])?,
        }
        if text.as_bytes()[at] == b'<' {
            return None;
        }
        at += 1;
    }
}

/// The start tags that no end tag closes, outermost first, before an offset of a text that is well-formed so far.
pub(super) fn open_tags(text: &str, before: usize) -> Vec<Markup<'_>> {
    let mut open = Vec::new();
    for markup in Markup::all(text).take_while(|markup| markup.start < before && markup.end.is_some()) {
        match markup.kind {
            MarkupKind::Start if !markup.is_empty() => open.push(markup),
            MarkupKind::End => drop(open.pop()),
            _ => {}
        }
    }
    open
}

/// Returns the start of a document up to the child of the root element for which `stops` is true, as a document: the
/// root element is closed there. If a mistake precedes such a child, the document ends after the root's start tag.
///
/// Returns `None` if there is no root element.
pub(super) fn head(text: &str, stops: impl Fn(&Markup<'_>) -> bool) -> Option<String> {
    let mut tags = Markup::all(text).filter(|markup| matches!(markup.kind, MarkupKind::Start | MarkupKind::End));
    let root = tags.next().filter(|root| root.kind == MarkupKind::Start)?;
    let end = root.end?;
    if root.is_empty() {
        return Some(text[..end].to_owned());
    }
    let mut depth = 0_usize;
    for tag in tags {
        if tag.kind == MarkupKind::End {
            let Some(outer) = depth.checked_sub(1) else { return Some(text[..tag.end?].to_owned()) };
            depth = outer;
        } else if depth == 0 && stops(&tag) {
            return Some(format!("{}</{}>", &text[..tag.start], root.name()));
        } else if !tag.is_empty() {
            depth += 1;
        }
    }
    Some(format!("{}</{}>", &text[..end], root.name()))
}

/// Returns the length of the name at the start of a text.
pub(super) fn name_length(text: &str) -> usize {
    text.find(ends_name).unwrap_or(text.len())
}

/// Returns the text without white space at its start.
pub(super) fn trim_start(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

#[cfg(test)]
mod tests {
    use super::{Markup, MarkupKind::*, head, open_tags};

    #[test]
    fn markup_is_found_in_order() {
        let text = "<?xml a?><!-- <b> --><c d='>' e=\"'\"><![CDATA[</c>]]><f/></c ><!x";
        let found: Vec<_> = Markup::all(text).map(|markup| (markup.kind, markup.end.unwrap() - markup.start)).collect();
        let expected =
            [(Instruction, 9), (Comment, 12), (Start, 15), (CData, 16), (Start, 4), (End, 5), (Declaration, 2)];
        assert_eq!(found, expected);
    }

    #[test]
    fn markup_without_an_end_is_the_last() {
        for text in ["<a><b", "<a><b c='>", "<a><b c='<d>'>", "<a><!-- <b>", "<a></b", "<a><b <c>"] {
            let found: Vec<_> = Markup::all(text).collect();
            assert_eq!((found.len(), found[1].end), (2, None), "{text}");
        }
    }

    #[test]
    fn tags_are_open_until_they_are_closed() {
        let text = "<a><b/><c></c><x:d><e>";
        let names: Vec<_> = open_tags(text, text.len() - 3).iter().map(Markup::name).collect();
        assert_eq!(names, ["a", "x:d"]);
    }

    #[test]
    fn the_head_of_a_document_is_a_document() {
        let is_c = |tag: &Markup<'_>| tag.local_name() == "c";
        let head_of = |text: &str| head(text, is_c).unwrap_or_default();
        assert_eq!(head_of("<!-- <c> --><x:a><b><c/></b><y:c>…"), "<!-- <c> --><x:a><b><c/></b></x:a>");
        assert_eq!(head_of("<a><b/></a><c/>"), "<a><b/></a>");
        assert_eq!(head_of("<a><b><"), "<a></a>");
        assert_eq!(head_of("<a/>"), "<a/>");
        assert_eq!(head_of("</a>"), "");
    }
}
