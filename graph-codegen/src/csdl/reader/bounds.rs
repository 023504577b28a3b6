//! Bounds what parsing a hostile document costs, in linear time and before it is parsed.
//!
//! roxmltree compares each attribute of an element with all the others, and each namespace that an element declares
//! with all in force around it, which it copies. It reserves memory for as many nodes and attributes as there are `<`
//! and `=`. It does not recurse.

use std::collections::BTreeSet;

use super::markup::{Markup, MarkupKind, name_length};
use crate::diagnostic::{Code, Diagnostic, FileId, Span};

/// More than five times as many as any element of the specification has.
const MAX_ATTRIBUTES: usize = 100;
/// The maximum number of namespace prefixes. No more are in force for any element.
const MAX_PREFIXES: usize = 100;
/// The maximum number of tags, and of attributes. Graph's own document has 46,000 and 75,000.
const MAX_NODES: usize = 4 << 20;

pub(super) fn check(file: FileId, text: &str) -> Result<(), Diagnostic> {
    let limit = |message: String, start: usize, end: usize| {
        Diagnostic::error(Code::Limit, message).at(Span::new(file, start, end))
    };
    // A shorter text cannot have more.
    if text.len() > MAX_NODES {
        for (character, kind) in [('<', "tags"), ('=', "attributes")] {
            if let Some((at, _)) = text.match_indices(character).nth(MAX_NODES) {
                return Err(limit(format!("the document has more than {MAX_NODES} {kind}"), at, at + 1));
            }
        }
    }
    check_attributes(text)
        .map_err(|at| limit(format!("an element has more than {MAX_ATTRIBUTES} attributes"), at, at))?;
    check_prefixes(text)
        .map_err(|(start, end)| limit(format!("more than {MAX_PREFIXES} namespaces are declared"), start, end))
}

/// Returns the position of an attribute that is too many for its element. Tags in comments count too.
fn check_attributes(text: &str) -> Result<(), usize> {
    // So many attributes of the form `a=""` are longer.
    const SHORT: usize = MAX_ATTRIBUTES * "a=\"\"".len();
    let bytes = text.as_bytes();
    let mut start = 0;
    while start + SHORT < bytes.len() {
        // Values cannot contain `<`, so a tag ends before the next one. All tags that end near are skipped at once.
        let mut next = start + SHORT;
        while next > start && bytes[next] != b'<' {
            next -= 1;
        }
        if next == start {
            next = bytes[start + 1..].iter().position(|byte| *byte == b'<').map_or(bytes.len(), |at| start + 1 + at);
            check_tag(text, start)?;
        }
        start = next;
    }
    Ok(())
}

/// Counts the attributes of the start tag at `start`, if there is one.
fn check_tag(text: &str, start: usize) -> Result<(), usize> {
    let is_tag = Markup::next(text, start).is_some_and(|found| found.start == start && found.kind == MarkupKind::Start);
    if !is_tag {
        return Ok(());
    }
    let start = start + 1;
    let mut at = start;
    let mut count = 0;
    while let Some(found) = text[at..].find(['"', '\'', '<', '>']) {
        at += found + 1;
        let quote = text.as_bytes()[at - 1];
        if matches!(quote, b'<' | b'>') {
            break;
        }
        count += 1;
        if count > MAX_ATTRIBUTES {
            return Err(at - 1);
        }
        match text[at..].find(char::from(quote)) {
            Some(length) => at += length + 1,
            None => break,
        }
    }
    Ok(())
}

/// Returns where a prefix is declared that is one too many.
fn check_prefixes(text: &str) -> Result<(), (usize, usize)> {
    let mut prefixes = BTreeSet::new();
    for (at, declaration) in text.match_indices("xmlns:") {
        let start = at + declaration.len();
        let end = start + name_length(&text[start..]);
        prefixes.insert(&text[start..end]);
        if prefixes.len() > MAX_PREFIXES {
            return Err((start, end));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::diagnostic::FileId;

    fn refused(text: &str) -> Option<String> {
        check(FileId(0), text).err().map(|diagnostic| {
            let span = diagnostic.span.unwrap();
            format!("{} at {}", diagnostic.message, &text[span.start as usize..text.len().min(span.start as usize + 9)])
        })
    }

    fn each(count: usize, piece: impl Fn(usize) -> String) -> String {
        (0..count).map(piece).collect()
    }

    #[test]
    fn attributes_of_an_element_are_limited() {
        let element = |count| format!("<a {} />", each(count, |index| format!("b{index}='{index}' ")));
        let around = |count| format!("<x y='z'>{}{}</x>", "<c d=''/>".repeat(1000), element(count));
        assert_eq!(refused(&around(100)), None);
        assert_eq!(refused(&around(101)).as_deref(), Some("an element has more than 100 attributes at '100'  />"));
        assert_eq!(refused(&element(101)).as_deref(), Some("an element has more than 100 attributes at '100'  />"));
        assert_eq!(refused(&format!("<a{}/>", "b=\"\"".repeat(101))).map(|text| text.len()), Some(47));
    }

    #[test]
    fn text_comments_and_values_have_no_attributes() {
        let equations = "a='b' ".repeat(1000);
        for text in [
            format!("<a>{equations}</a>"),
            format!("<a b='{}'/>", equations.replace('\'', "\"")),
            format!("<!--{equations}-->"),
            format!("<![CDATA[{equations}]]>"),
            format!("<a>{equations}<b/>{equations}</a>"),
            "=".repeat(10_000),
        ] {
            assert_eq!(refused(&text), None, "{}", &text[..20]);
        }
    }

    #[test]
    fn prefixes_are_limited_for_the_whole_document() {
        let nested = |count| each(count, |index| format!("<a xmlns:n{index}='urn:{index}'>"));
        assert_eq!(refused(&nested(100)), None);
        assert_eq!(refused(&nested(101)).as_deref(), Some("more than 100 namespaces are declared at n100='urn"));
        assert_eq!(refused(&"<a xmlns:n='urn'/>".repeat(1000)), None);
    }

    #[test]
    fn tags_are_limited() {
        assert_eq!(refused(&"<a>".repeat(super::MAX_NODES)), None);
        let refused = refused(&"<a>".repeat(super::MAX_NODES + 1));
        assert_eq!(refused.as_deref(), Some("the document has more than 4194304 tags at <a>"));
    }
}
