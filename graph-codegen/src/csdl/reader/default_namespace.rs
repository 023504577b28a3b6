//! Finds elements that declare the default namespace twice, which roxmltree accepts.

use std::{cell::LazyCell, collections::HashSet};

use roxmltree::Document;

use super::markup::Markup;

const DECLARATION: &str = "xmlns";

/// Returns where an element of a document declares the default namespace for the second time.
pub(super) fn repeated(text: &str, document: &Document<'_>) -> Option<usize> {
    let elements = LazyCell::new(|| {
        let elements = document.descendants().filter(|node| node.is_element());
        elements.map(|node| node.range().start).collect::<HashSet<usize>>()
    });
    let (mut at, mut tag, mut previous, mut checked) = (0, None, None, None);
    for (found, _) in text.match_indices(DECLARATION) {
        tag = text[at..found].rfind('<').map(|start| at + start).or(tag);
        at = found;
        // Nearly all tags have one declaration, so that few are read again, and each only once.
        if tag == previous && tag != checked {
            checked = tag;
            let second = tag.and_then(|start| second_declaration(text, start));
            // Comments and texts may look like tags.
            if second.is_some() && tag.is_some_and(|start| elements.contains(&start)) {
                return second;
            }
        }
        previous = tag;
    }
    None
}

/// Returns the second declaration of the default namespace in the tag at `start`.
fn second_declaration(text: &str, start: usize) -> Option<usize> {
    let tag = Markup::next(text, start)?;
    let end = tag.end?;
    let mut at = start + 1 + tag.name().len();
    let mut declarations = 0;
    while let Some(equals) = text[at..end].find('=') {
        let written = &text[at..at + equals];
        let name = written.trim();
        if name == DECLARATION {
            declarations += 1;
            if declarations == 2 {
                return Some(at + written.len() - written.trim_start().len());
            }
        }
        at += equals + 1;
        let quote = at + text[at..end].find(['"', '\''])?;
        let closing = char::from(text.as_bytes()[quote]);
        at = quote + 1 + text[quote + 1..end].find(closing)? + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use roxmltree::Document;

    use super::repeated;

    #[test]
    fn a_default_namespace_is_declared_once_in_an_element() {
        let found = |text: &str| repeated(text, &Document::parse(text).unwrap()).map(|at| text[at..].to_owned());
        for valid in [
            r#"<a xmlns="u"><b xmlns="u" xmlns:c="u"/></a>"#,
            r#"<a xmlns="u" b='xmlns="u"'/>"#,
            r#"<a><!-- <b xmlns="u" xmlns="u"/> --><![CDATA[<b xmlns="u" xmlns="u"/>]]></a>"#,
            r#"<a xmlns:xmlns2="u" xmlns="u"/>"#,
        ] {
            assert_eq!(found(valid), None, "{valid}");
        }
        let twice = r#"<a><b xmlns="u" xmlnsc="d" xmlns = "u"/></a>"#;
        assert_eq!(found(twice).as_deref(), Some(r#"xmlns = "u"/></a>"#));
    }
}
