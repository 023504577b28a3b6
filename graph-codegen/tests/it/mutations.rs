//! Reads randomly damaged documents: reading ends, spans are inside the text, and what another XML parser refuses is
//! refused.

use std::borrow::Cow;

use crate::damage::{mutated, mutation};
use graph_codegen::{
    Limits,
    diagnostic::{Diagnostics, Sources, Span},
    internals::csdl::{self, Document, Text},
};
use proptest::{prelude::*, sample::select};
use quick_xml::{Reader, events::Event};

const SEEDS: [&str; 4] = [
    include_str!("../slice/every.csdl"),
    r#"<?xml version="1.0" encoding="utf-8"?><!-- c --><?p i?>
<e:Edmx xmlns:e="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01"><e:DataServices>
<Schema Namespace="a.b" xmlns="http://docs.oasis-open.org/odata/ns/edm" xmlns:x="urn:x" x:y="z"><x:foreign a="b">t</x:foreign>
<Annotation Term="a.t"><String>a&lt;b<![CDATA[ <c> ]]>&#x1F600;</String></Annotation></Schema></e:DataServices></e:Edmx>"#,
    "\u{feff}<Schema Namespace='ä' xmlns='http://docs.oasis-open.org/odata/ns/edm'><EnumType Name='名' IsFlags = 'true' /></Schema>\r\n",
    r#"<Schema xmlns="http://schemas.microsoft.com/ado/2009/11/edm" Namespace="a"><EntityType Name="b"/></Schema>"#,
];

const PIECES: [&str; 42] = [
    "<",
    ">",
    "/",
    "=",
    "\"",
    "'",
    "&",
    ";",
    " ",
    "\t",
    "\r",
    "\n",
    ":",
    "!",
    "?",
    "-",
    "]",
    "x",
    "1",
    "ä",
    "\u{0}",
    "\u{7}",
    "\u{ffff}",
    "\u{feff}",
    "&amp;",
    "&#",
    "&#x110000;",
    "&nbsp;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?xml ",
    "?>",
    "<!DOCTYPE a>",
    " xmlns:x=\"\"",
    " x:y='z'",
    " Name=''",
    "<Key>",
    "</Schema>",
    "<String>",
    "<Annotation/>",
];

fn assert_inside(text: &str, span: Span) {
    let range = span.start as usize..span.end as usize;
    assert!(text.len() >= range.start && text.is_char_boundary(range.start), "{range:?} of {}", text.len());
}

fn assert_written(text: &str, value: &Text<'_>) {
    assert_inside(text, value.span);
    if let Cow::Borrowed(borrowed) = value.value {
        let written = &text[value.span.start as usize..value.span.end as usize];
        // A missing attribute has an empty value with the span of its element.
        assert!(
            borrowed == written || borrowed.is_empty() || written.starts_with("<![CDATA["),
            "{borrowed:?} {written:?}"
        );
    }
}

fn check_document(text: &str, document: &Document<'_>) {
    for schema in &document.schemas {
        assert_written(text, &schema.namespace);
        for structured in &schema.structured_types {
            assert_written(text, &structured.name);
            for property in &structured.properties {
                assert_written(text, &property.name);
                assert_written(text, &property.type_name);
            }
        }
        for targeted in &schema.targeted {
            assert_written(text, &targeted.target);
        }
        for annotation in &schema.annotations {
            assert_written(text, &annotation.term);
            if let Some(csdl::Expression::Text { value, .. }) = &annotation.value {
                assert_written(text, value);
            }
        }
    }
    for ignored in &document.ignored {
        assert_written(text, &ignored.text);
    }
}

fn check(text: &str) {
    let mut sources = Sources::default();
    let file = sources.add("a.csdl", text);
    let mut diagnostics = Diagnostics::default();
    let document = csdl::read(file, text, Limits::default(), &mut diagnostics);
    for diagnostic in diagnostics.list() {
        diagnostic.span.into_iter().for_each(|span| assert_inside(text, span));
    }
    let _ = diagnostics.rendered(&sources).to_string();
    if let Some(document) = &document {
        check_document(text, document);
    } else {
        assert!(diagnostics.has_errors());
    }

    if let Err(error) = quick_xml(text) {
        assert!(diagnostics.has_errors(), "well-formed, but quick-xml says: {error}\n{text}");
    }
}

/// Reads a document with quick-xml, which finds some mistakes in tags, end tags, comments and references.
fn quick_xml(text: &str) -> Result<(), String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    attribute.map_err(|error| error.to_string())?;
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(2000),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn reading_damaged_documents_ends(
        seed in select(&SEEDS[..]),
        mutations in prop::collection::vec(mutation(&PIECES), 1..6),
    ) {
        check(&mutated(seed, &mutations));
    }

    #[test]
    fn reading_any_text_ends(pieces in prop::collection::vec(select(&PIECES[..]), 0..40)) {
        check(&pieces.concat());
    }
}

#[test]
fn undamaged_documents_are_read() {
    SEEDS.into_iter().for_each(check);
}
