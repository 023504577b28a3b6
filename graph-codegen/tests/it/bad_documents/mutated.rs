//! Randomly damaged documents and arbitrary text must not cause panics or endless loops.

use std::ops::Range;

use graph_codegen::Builder;
use proptest::{collection::vec, prelude::*, sample::select};

const SEEDS: [&str; 4] = [
    include_str!("../../slice/every.csdl"),
    r#"<e:Edmx xmlns:e="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01"><e:Reference Uri="x.xml"><e:Include Namespace="x.y" Alias="x"/></e:Reference>
<e:DataServices><Schema Namespace="a.b" Alias="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="base" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
<EntityType Name="user" BaseType="s.base" OpenType="true"><Property Name="plans" Type="Collection(a.b.plan)"/><Property Name="other" Type="x.y.z"/>
<NavigationProperty Name="manager" Type="s.base" ContainsTarget="true"/><NavigationProperty Name="reports" Type="Collection(s.user)" Partner="manager"/></EntityType>
<ComplexType Name="plan"><Property Name="sku" Type="s.sku"/><Property Name="state" Type="s.state"/><Property Name="plan" Type="s.plan"/></ComplexType>
<TypeDefinition Name="sku" UnderlyingType="Edm.Guid"/>
<EnumType Name="state" IsFlags="true"><Member Name="on" Value="1"/><Member Name="off"/><Member Name="both" Value="3"/></EnumType>
<Action Name="assign" IsBound="true"><Parameter Name="it" Type="s.user"/><Parameter Name="plans" Type="Collection(s.plan)" Nullable="false"/><ReturnType Type="s.user"/></Action>
<Action Name="assign" IsBound="true"><Parameter Name="it" Type="Collection(s.user)"/></Action>
<Function Name="delta" IsBound="true" IsComposable="true" EntitySetPath="it/reports"><Parameter Name="it" Type="Collection(s.user)"/><ReturnType Type="Collection(s.user)"/></Function>
<Function Name="find"><Parameter Name="a" Type="Edm.Int32"/><ReturnType Type="s.base" Nullable="false"/></Function>
<Term Name="label" Type="Edm.String" AppliesTo="Property EntityType"/>
<EntityContainer Name="c"><EntitySet Name="users" EntityType="s.user"><NavigationPropertyBinding Path="manager" Target="users"/></EntitySet>
<Singleton Name="me" Type="s.user"/><FunctionImport Name="find" Function="s.find" EntitySet="users"/></EntityContainer>
<Annotations Target="s.user/id"><Annotation Term="s.label" String="*/ }"/></Annotations>
<Annotations Target="a.b.c/users"><Annotation Term="s.label"><If><Path>s.user/id</Path><String>a</String><Null/></If></Annotation></Annotations>
<Annotations Target="s.assign(s.user)/plans"><Annotation Term="s.label"><Record Type="s.plan"><PropertyValue Property="sku" Guid="x"/></Record></Annotation></Annotations>
<Annotations Target="s.user/@s.label"><Annotation Term="s.label" Qualifier="q" EnumMember="s.state/on s.state/off"/></Annotations>
</Schema></e:DataServices></e:Edmx>"#,
    "\u{feff}<Schema Namespace='ä' xmlns='http://docs.oasis-open.org/odata/ns/edm'><EnumType Name='名' IsFlags = 'true'/><EntityType Name='a'/></Schema>\r\n",
    r#"<Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm"><EntityType Name="a" BaseType="n.b"/><EntityType Name="b" BaseType="n.c"/><EntityType Name="c"/><ComplexType Name="d"><Property Name="self" Type="n.d"/></ComplexType><EntityContainer Name="k" Extends="n.l"/><EntityContainer Name="l"><EntitySet Name="as" EntityType="n.a"/></EntityContainer></Schema>"#,
];

const PIECES: [&str; 40] = [
    "<",
    ">",
    "/",
    "=",
    "\"",
    "'",
    "&",
    " ",
    "\n",
    ".",
    "(",
    ")",
    "@",
    "#",
    ",",
    "-",
    "x",
    "1",
    "ä",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "&amp;",
    "&#10;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<Key>",
    "<Annotation/>",
    "</Schema>",
    "true",
    "false",
    "Collection(",
    "Edm.",
    "s.user",
    "s.base",
    "n.a",
    "s.plan",
    "assign",
];

#[derive(Clone, Debug)]
enum Mutation {
    Truncate(usize),
    Delete(usize, usize),
    Duplicate(usize, usize),
    Swap(usize, usize, usize),
    Insert(usize, &'static str),
    InsertAny(usize, String),
    /// Replaces an attribute value with another one, so that the document stays well-formed.
    Transplant(usize, usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = || 0usize..100_000;
    prop_oneof![
        1 => at().prop_map(Mutation::Truncate),
        3 => (at(), 1usize..60).prop_map(|(at, length)| Mutation::Delete(at, length)),
        3 => (at(), 1usize..300).prop_map(|(at, length)| Mutation::Duplicate(at, length)),
        2 => (at(), at(), 1usize..40).prop_map(|(at, other, length)| Mutation::Swap(at, other, length)),
        3 => (at(), select(&PIECES[..])).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        1 => (at(), any::<String>()).prop_map(|(at, text)| Mutation::InsertAny(at, text)),
        12 => (at(), at()).prop_map(|(from, to)| Mutation::Transplant(from, to)),
    ]
}

fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset % (text.len() + 1);
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn range(text: &str, at: usize, length: usize) -> Range<usize> {
    let start = boundary(text, at);
    start..text[start..].char_indices().nth(length).map_or(text.len(), |(offset, _)| start + offset)
}

/// Returns the ranges between pairs of quotation marks.
fn values(text: &str) -> Vec<Range<usize>> {
    let marks: Vec<usize> = text.match_indices('"').map(|(at, _)| at).collect();
    marks.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]).collect()
}

fn mutate(text: &mut String, mutation: &Mutation) {
    match mutation {
        Mutation::Truncate(at) => text.truncate(boundary(text, *at)),
        Mutation::Delete(at, length) => text.replace_range(range(text, *at, *length), ""),
        Mutation::Duplicate(at, length) => {
            let range = range(text, *at, *length);
            let (at, copy) = (range.start, text[range].to_owned());
            text.insert_str(at, &copy);
        }
        Mutation::Swap(at, other, length) => {
            let (first, second) = (range(text, *at, *length), range(text, *other, *length));
            if first.end <= second.start {
                let (one, two) = (text[first.clone()].to_owned(), text[second.clone()].to_owned());
                text.replace_range(second, &one);
                text.replace_range(first, &two);
            }
        }
        Mutation::Insert(at, piece) => text.insert_str(boundary(text, *at), piece),
        Mutation::InsertAny(at, piece) => text.insert_str(boundary(text, *at), piece),
        Mutation::Transplant(from, to) => {
            let values = values(text);
            if !values.is_empty() {
                let value = text[values[from % values.len()].clone()].to_owned();
                text.replace_range(values[to % values.len()].clone(), &value);
            }
        }
    }
}

/// Runs as many stages as the document allows, and renders all diagnostics.
fn exercise(text: &str) {
    match Builder::new().metadata_text("a.csdl", text).resolve() {
        Err(error) => assert!(!error.to_string().is_empty() && !error.diagnostics().is_empty()),
        Ok(resolved) => {
            assert!(!resolved.diagnostics.has_errors());
            let _ = resolved.diagnostics.rendered(&resolved.sources).to_string();
            if let Err(error) = resolved.select(["**"]) {
                assert!(!error.to_string().is_empty());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(1500),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn damaged_documents_do_not_panic(seed in select(&SEEDS[..]), mutations in vec(mutation(), 1..6)) {
        let mut text = seed.to_owned();
        mutations.iter().for_each(|mutation| mutate(&mut text, mutation));
        exercise(&text);
    }

    #[test]
    fn arbitrary_text_does_not_panic(text in any::<String>()) {
        exercise(&text);
    }

    #[test]
    fn arbitrary_pieces_do_not_panic(pieces in vec(select(&PIECES[..]), 0..40)) {
        exercise(&pieces.concat());
    }
}

#[test]
fn the_seeds_are_valid() {
    for seed in SEEDS {
        let resolved = Builder::new().metadata_text("a.csdl", seed).resolve();
        assert!(resolved.is_ok(), "{}", resolved.unwrap_err());
    }
}
