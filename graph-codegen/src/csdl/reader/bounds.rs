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

/// Returns the position of an attribute that is too many for its element.
fn check_attributes(text: &str) -> Result<(), usize> {
    let mut at = 0;
    for piece in text.split('<') {
        // Most pieces are too short for so many attributes of the form `a=""`.
        if piece.len() > MAX_ATTRIBUTES * "a=\"\"".len() && piece.matches('=').nth(MAX_ATTRIBUTES).is_some() {
            check_tag(text, at)?;
        }
        at += piece.len() + 1;
    }
    Ok(())
}

/// Counts the attributes of the start tag whose name starts at `start`, if one does.
fn check_tag(text: &str, start: usize) -> Result<(), usize> {
    let Some(markup) = start.checked_sub(1).and_then(|start| Markup::next(text, start)) else { return Ok(()) };
    if markup.kind != MarkupKind::Start {
        return Ok(());
    }
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
