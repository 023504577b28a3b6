//! Reads legal documents that use the alternatives that XML allows.

use graph_codegen::{
    Limits,
    diagnostic::{Diagnostics, Severity, Sources},
    internals::csdl::{self, Document, Expression},
};

const EDM: &str = "http://docs.oasis-open.org/odata/ns/edm";

/// Reads a document without errors, and passes the result and the rendered warnings to `look`.
fn read(text: &str, look: impl FnOnce(&Document<'_>, &str)) {
    let mut sources = Sources::default();
    let file = sources.add("a.csdl", text);
    let mut diagnostics = Diagnostics::default();
    let document = csdl::read(file, text, Limits::default(), &mut diagnostics);
    let shown = diagnostics.rendered(&sources).to_string();
    assert!(diagnostics.list().iter().all(|diagnostic| diagnostic.severity == Severity::Warning), "{shown}");
    look(&document.expect("a document"), &shown);
}

fn values(document: &Document<'_>) -> Vec<(&'static str, String)> {
    let annotations = document.schemas.iter().flat_map(|schema| &schema.annotations);
    let value = |value: &Expression<'_>| match value {
        Expression::Text { notation, value } => (*notation, value.to_string()),
        other => panic!("{other:?}"),
    };
    annotations.map(|annotation| value(annotation.value.as_ref().expect("a value"))).collect()
}

#[test]
fn namespaces_may_have_any_prefix() {
    let edmx = "http://docs.oasis-open.org/odata/ns/edmx";
    let texts = [
        format!(
            "<x:Edmx Version='4.0' xmlns:x='{edmx}' xmlns='{EDM}'><x:DataServices><Schema Namespace='a'/></x:DataServices></x:Edmx>"
        ),
        format!(
            "<Edmx xmlns='{edmx}' Version='4.01'><DataServices><e:Schema xmlns:e='{EDM}' Namespace='a'/></DataServices></Edmx>"
        ),
        format!(
            "<Edmx xmlns='{edmx}' Version='4.01'><DataServices><Schema xmlns='{EDM}' Namespace='a'/></DataServices></Edmx>"
        ),
        format!(
            "<a:Edmx xmlns:a='{edmx}' Version='4.0'><b:DataServices xmlns:b='{edmx}'><c:Schema xmlns:c='{EDM}' Namespace='a'></c:Schema></b:DataServices></a:Edmx>"
        ),
        format!(
            "\u{feff}<?xml version='1.0' encoding=\"iso-8859-1\" standalone='yes' ?>\n<?a b?><!-- c --><Schema Namespace='a' xmlns='{EDM}'/> <!-- d -->\r\n"
        ),
    ];
    for text in &texts {
        read(text, |document, shown| {
            assert_eq!(document.schemas.len(), 1, "{text}");
            assert_eq!(&*document.schemas[0].namespace, "a");
            assert_eq!(shown, "");
        });
    }
}

#[test]
fn the_innermost_declaration_of_a_prefix_applies() {
    let text = format!(
        "<e:Schema xmlns:e='{EDM}' Namespace='a'><e:ComplexType xmlns:e='urn:other' Name='no'><e:Property/></e:ComplexType>\
         <Term xmlns='{EDM}' Name='t' Type='Edm.String'/><x xmlns='urn:x' xmlns:e='urn:y'/><e:ComplexType Name='b'/></e:Schema>"
    );
    read(&text, |document, shown| {
        assert_eq!(document.schemas[0].structured_types.len(), 1);
        assert_eq!(document.schemas[0].terms.len(), 1);
        let ignored: Vec<_> = document.ignored.iter().map(|ignored| (&*ignored.name, ignored.reason)).collect();
        assert_eq!(ignored, [("ComplexType", "foreign namespace"), ("x", "foreign namespace")]);
        assert!(document.ignored[0].text.ends_with("<e:Property/></e:ComplexType>"));
        assert_eq!(shown, "");
    });
}

#[test]
fn ignored_elements_are_listed_with_their_reason() {
    let text = format!(
        "<Schema xmlns='{EDM}' xmlns:s='urn:s' Namespace='a' s:x='1' xml:lang='en'><EnumType Name='e' Nullable='false' Label='y'/>\
         <Gadget Name='g'><Inner/></Gadget></Schema>"
    );
    read(&text, |document, shown| {
        let ignored: Vec<_> =
            document.ignored.iter().map(|ignored| (&*ignored.name, ignored.reason, &*ignored.text)).collect();
        let expected = [
            ("Schema@x", "foreign namespace", "1"),
            ("Schema@lang", "foreign namespace", "en"),
            ("EnumType@Nullable", "not an attribute of this element", "false"),
            ("EnumType@Label", "not in the specification", "y"),
            ("Gadget", "not in the specification", "<Gadget Name='g'><Inner/></Gadget>"),
        ];
        assert_eq!(ignored, expected);
        assert!(shown.starts_with("warning[csdl]: `Gadget` in `Schema` is ignored"), "{shown}");
    });
}

#[test]
fn values_may_be_attributes_or_elements() {
    let text = format!(
        "<Schema xmlns='{EDM}' Namespace='a'>\
         <Annotation Term='a.t' String=' &lt;a&gt; &#x1F600;&#10;b\r\n\tc '/>\
         <Annotation Term='a.t'><String> a&amp;<!-- no --><![CDATA[<b>&amp;]]>\r\nc\rd </String></Annotation>\
         <Annotation Term='a.t'><Bool>\n  true\n</Bool></Annotation>\
         <Annotation Term='a.t'><Path> a&#47;b </Path></Annotation>\
         <Annotation Term='a.t'><String/></Annotation>\
         <Annotation Term='a.t'><LabeledElementReference>a.b</LabeledElementReference></Annotation>\
         <Annotation Term='a.t' UrlRef='b'/></Schema>"
    );
    read(&text, |document, _| {
        let expected = [
            // White space becomes spaces in an attribute, unless it is a reference (XML 1.0, section 3.3.3).
            ("String", " <a> 😀\nb  c "),
            // Line ends become line feeds in text (section 2.11).
            ("String", " a&<b>&amp;\nc\nd "),
            ("Bool", "true"),
            ("Path", "a/b"),
            ("String", ""),
            ("LabeledElementReference", "a.b"),
            ("UrlRef", "b"),
        ];
        let expected: Vec<_> = expected.map(|(notation, value)| (notation, value.to_owned())).into();
        assert_eq!(values(document), expected);
    });
}

#[test]
fn spans_contain_the_values() {
    let text = format!(
        "<Schema xmlns='{EDM}' Namespace = \"ä.b\"><Annotation Term='a.t'><Int>\n 7 </Int></Annotation></Schema>"
    );
    read(&text, |document, _| {
        let schema = &document.schemas[0];
        let written = |start: u32, end: u32| &text[start as usize..end as usize];
        assert_eq!(written(schema.namespace.span.start, schema.namespace.span.end), "ä.b");
        assert!(written(schema.span.start, schema.span.end).ends_with("Namespace = \"ä.b\">"));
        let Some(Expression::Text { value, .. }) = &schema.annotations[0].value else { panic!("an Int") };
        assert_eq!(written(value.span.start, value.span.end), "7");
    });
}
