//! The structural index of a text gives the document that reading the text gives.

use std::fs;

use crate::shared;
use graph_codegen::{
    Builder, Limits,
    diagnostic::{Diagnostics, FileId, Sources},
    internals::csdl::{self, index, read_indexed},
};
use proptest::{collection::vec, prelude::*, sample::Index};

const SAMPLE: &str = include_str!("../slice/every.csdl");

fn file(text: &str) -> FileId {
    Sources::default().add("a.csdl", text)
}

/// Every field and span, one a line.
fn from_text(text: &str) -> String {
    format!("{:#?}", csdl::read(file(text), text, Limits::default(), &mut Diagnostics::default()).unwrap())
}

/// Fails at the first line that differs.
#[track_caller]
fn assert_same(name: &str, text: &str, index: &[u8]) {
    let indexed = format!("{:#?}", read_indexed(file(text), text, index).expect("a complete index"));
    let read = from_text(text);
    for (number, (left, right)) in indexed.lines().zip(read.lines()).enumerate() {
        assert_eq!(left, right, "{name}: line {number} of the document");
    }
    assert_eq!(indexed.len(), read.len(), "{name}");
}

#[test]
fn the_committed_index_is_that_of_the_embedded_text() {
    let document = graph_metadata::V1_0[0];
    assert!(
        index(document.text).unwrap() == document.index,
        "metadata/v1.0.index is out of date; run `cargo xtask metadata update`"
    );
    assert_same(document.name, document.text, document.index);
}

#[test]
fn every_construct_is_indexed() {
    assert_same("the slice of every construct", SAMPLE, &index(SAMPLE).unwrap());
    let text = r#"<e:Edmx xmlns:e="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
        <e:Reference Uri="a?b&amp;c"><e:Include Namespace="x.y" Alias="X"><Annotation xmlns="http://docs.oasis-open.org/odata/ns/edm" Term="X.T"/></e:Include>
          <e:IncludeAnnotations TermNamespace="x" Qualifier="q" TargetNamespace="t"/></e:Reference>
        <e:DataServices><Schema Namespace="s" Alias="a" xmlns="http://docs.oasis-open.org/odata/ns/edm">
        <TypeDefinition Name="D" UnderlyingType="Edm.String" MaxLength="7" Unicode="false"/>
        <EntityType Name="E" Abstract="true" OpenType="false" HasStream="1"><Key><PropertyRef Name="c/id" Alias="i"/></Key>
          <Property Name="c" Type="s.C" Nullable="false"/><Property Name="n" Type="Edm.Decimal" Precision="3" Scale="1" DefaultValue="&lt;1&gt;"/>
          <NavigationProperty Name="e" Type="Collection(s.E)" Partner="e" ContainsTarget="true" Nullable="true">
            <ReferentialConstraint Property="n" ReferencedProperty="n"/><OnDelete Action="Cascade"/></NavigationProperty></EntityType>
        <EntityType Name="F" BaseType="s.E"/><ComplexType Name="C"><Property Name="id" Type="Edm.Guid"/></ComplexType>
        <EnumType Name="M" IsFlags="true" UnderlyingType="Edm.Int32"><Member Name="b" Value="1"/><Member Name="größe"/></EnumType>
        <Action Name="f" IsBound="true" EntitySetPath="e"><Parameter Name="e" Type="s.E"/><ReturnType Type="s.E" Nullable="false"/></Action>
        <Function Name="g" IsComposable="true"><ReturnType Type="Edm.Int32"/></Function>
        <Term Name="T" Type="Edm.String" BaseTerm="s.T" AppliesTo="Property" SRID="7"/>
        <EntityContainer Name="S" Extends="x.y.S"><EntitySet Name="es" EntityType="s.E" IncludeInServiceDocument="false">
            <NavigationPropertyBinding Path="e" Target="es"/></EntitySet><Singleton Name="si" Type="s.E" Nullable="true"/>
          <ActionImport Name="ai" Action="s.f" EntitySet="es"/><FunctionImport Name="fi" Function="s.g"/></EntityContainer>
        <Annotations Target="s.E/n" Qualifier="q"><Annotation Term="s.T" Qualifier="r"><String> a<![CDATA[ & ]]>&#x1F600; </String></Annotation>
          <Annotation Term="s.T" Bool="true"/><Annotation Term="s.T"><Null><Annotation Term="s.T"/></Null></Annotation>
          <Annotation Term="s.T"><Record Type="s.C"><PropertyValue Property="id"><Collection><Int> 1 </Int><Path>e/n</Path></Collection></PropertyValue>
            <PropertyValue Property="x" Path="n"/></Record></Annotation>
          <Annotation Term="s.T"><Apply Function="odata.concat"><LabeledElement Name="l" Path="n"/><If><Eq><Path>n</Path><Int>1</Int></Eq><Null/></If>
            <Cast Type="Edm.String" MaxLength="3"><Path>n</Path></Cast><UrlRef><String>u</String></UrlRef></Apply></Annotation></Annotations>
        </Schema></e:DataServices></e:Edmx>"#;
    assert_same("every construct", text, &index(text).unwrap());
}

#[needs::shared]
#[test]
fn published_documents_are_indexed() {
    let mut indexed = 0;
    for path in shared::files("metadata/v1.0").into_iter().chain(shared::files("csdl")) {
        let text = fs::read_to_string(&path).unwrap();
        if let Ok(index) = index(&text) {
            assert_same(&path.display().to_string(), &text, &index);
            indexed += 1;
        }
    }
    assert!(indexed >= 20, "{indexed} documents");
}

#[test]
fn a_text_that_the_index_would_not_represent_is_refused() {
    let of = |content: &str| {
        index(&format!(r#"<Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm" {content}</Schema>"#))
    };
    assert!(of(">").is_ok());
    let error = of(r#"x:a="" xmlns:x="urn:x">"#).unwrap_err();
    assert_eq!(error, "`Schema@a` is ignored (foreign namespace), so the index would omit it");
    let error = of("><Trem Name='T'/>").unwrap_err();
    assert!(error.contains("did you mean `Term`?"), "{error}");
    let error = of("><ComplexType Name='a-b'/>").unwrap_err();
    assert!(error.contains("a name cannot contain '-'"), "{error}");
}

#[test]
fn an_index_of_another_text_is_refused() {
    let text = r#"<Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm"><Term Name="T" Type="Edm.Int32"/></Schema>"#;
    let index = index(text).unwrap();
    assert!(read_indexed(file(text), text, &index).is_some());
    assert!(read_indexed(file(text), &format!("{text} "), &index).is_none());
    for length in 0..index.len() {
        assert!(read_indexed(file(text), text, &index[..length]).is_none(), "{length} bytes");
    }
    let longer = [&*index, &[0]].concat();
    assert!(read_indexed(file(text), text, &longer).is_none());
    let mut later = index.clone();
    later[7] += 1;
    assert!(read_indexed(file(text), text, &later).is_none(), "another version");
}

#[test]
fn deep_lists_of_a_damaged_index_do_not_exhaust_the_stack() {
    let text = r#"<Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm"/>"#;
    let mut index = index(text).unwrap();
    index.truncate(12);
    // No version, no references, one schema: span, namespace, no alias, six empty lists, an annotation: span, term, no
    // qualifier, no value, and so on.
    index.extend([0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for _ in 0..100_000 {
        index.extend([1, 0, 0, 0, 0, 0, 0]);
    }
    assert!(read_indexed(file(text), text, &index).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Positions that a damaged index gives may be wrong, but they are inside of the text.
    #[test]
    fn a_damaged_index_does_no_harm(damages in vec((any::<Index>(), any::<u8>(), 0..3u8), 1..5)) {
        let document = graph_metadata::V1_0[0];
        let mut index = document.index.to_vec();
        for (at, byte, kind) in damages {
            let at = at.index(index.len());
            match kind {
                0 => index[at] = byte,
                1 => index.insert(at, byte),
                _ => index.truncate(at.max(1)),
            }
        }
        if let Some(read) = read_indexed(file(document.text), document.text, &index) {
            let length = document.text.len() as u32;
            for schema in &read.schemas {
                prop_assert!(schema.span.start <= schema.span.end && schema.span.end <= length);
                for structured in &schema.structured_types {
                    prop_assert!(structured.span.end <= length && structured.name.span.end <= length);
                }
            }
        }
    }
}

#[test]
fn the_embedded_metadata_and_its_text_give_the_same_model() {
    let document = graph_metadata::V1_0[0];
    let texts = graph_metadata::V1_0
        .iter()
        .fold(Builder::new(), |builder, document| builder.metadata_text(document.name, document.text));
    let types = |builder: Builder| format!("{:?}", builder.resolve().unwrap().model.types().collect::<Vec<_>>());
    assert!(types(Builder::new()) == types(texts), "{}", document.name);
}
