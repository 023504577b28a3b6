//! A mistake in a declaration is an error only if the selection needs the declaration.

use graph_codegen::Builder;

/// A document with a user and these further declarations and children of its container.
fn document(further: &str, children: &str) -> String {
    format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
           <Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
             <EntityType Name="user">
               <Key><PropertyRef Name="id"/></Key>
               <Property Name="id" Type="Edm.String" Nullable="false"/>
             </EntityType>
             {further}
             <EntityContainer Name="c"><EntitySet Name="users" EntityType="s.user"/>{children}</EntityContainer>
           </Schema></edmx:DataServices></edmx:Edmx>"#
    )
}

fn generate(text: &str, selector: &str) -> Result<String, String> {
    let builder = Builder::new().metadata_text("a.csdl", text).select(selector);
    builder.generate().map(|generated| generated.warnings().to_string()).map_err(|error| error.to_string())
}

#[test]
fn mistakes_elsewhere_are_warnings() {
    let complex = |members: &str| format!(r#"<ComplexType Name="other">{members}</ComplexType>"#);
    let bound = |rest: &str| {
        format!(r#"<Action Name="act" IsBound="true"><Parameter Name="it" Type="s.user"/>{rest}</Action>"#)
    };
    for (further, selector, message) in [
        (complex(r#"<Property Name="request/id" Type="Edm.String"/>"#), "s.other", "a name cannot contain '/'"),
        (complex(r#"<Property Name="Account.Number" Type="Edm.String"/>"#), "s.other", "a name cannot contain '.'"),
        (complex(r#"<Property Name="$Box" Type="Edm.String"/>"#), "s.other", "a name cannot begin with '$'"),
        (complex(r#"<Property Name="p" Type="s.absent"/>"#), "s.other", "type `s.absent` is not declared"),
        (complex(r#"<NavigationProperty Name="Legal+Entity" Type="s.user"/>"#), "s.other", "a name cannot contain '+'"),
        (
            complex(r#"<Property Name="p" Type="Edm.Int32"/><Property Name="p" Type="Edm.Int32"/>"#),
            "s.other",
            "property `p` is declared twice",
        ),
        (r#"<EnumType Name="other"><Member Name="Yes,Please"/></EnumType>"#.into(), "s.other", "cannot contain ','"),
        (r#"<EnumType Name="other"><Member Name="a" Value="x"/></EnumType>"#.into(), "s.other", "is not an integer"),
        (bound(r#"<Parameter Name="p" Type="s.absent"/>"#), "/users/{id}/act", "type `s.absent` is not declared"),
        (bound(r#"<ReturnType Type="s.absent"/>"#), "/users/{id}/act", "type `s.absent` is not declared"),
        (bound(r#"<Parameter Name="a b" Type="Edm.Int32"/>"#), "/users/{id}/act", "a name cannot contain ' '"),
    ] {
        let text = document(&further, "");
        let warnings = generate(&text, "/users#GET").unwrap_or_else(|error| panic!("{further}\n{error}"));
        assert!(warnings.starts_with("warning") && warnings.contains(message), "{further}\n{warnings}");
        let error = generate(&text, selector).expect_err(&further);
        assert!(error.starts_with("error") && error.contains(message), "{further}\n{error}");
        assert!(!error.contains("warning"), "{error}");
        // What is needed for everything is needed.
        assert!(generate(&text, "/**").is_err(), "{further}");
    }
}

#[test]
fn members_that_are_not_selected_are_not_needed() {
    let further = r#"<ComplexType Name="other"><Property Name="a/b" Type="Edm.String"/>
                     <Property Name="c" Type="Edm.String"/></ComplexType>"#;
    let text = document(further, "");
    assert!(generate(&text, "s.other::{c}").unwrap().contains("a name cannot contain '/'"));
    assert!(generate(&text, "s.other").is_err());
}

#[test]
fn terms_and_imports_without_operation_are_warnings() {
    let term = r#"<Term Name="t" Type="Edm.String"/><Term Name="t" Type="s.absent"/>"#;
    let import = r#"<ActionImport Name="gone" Action="s.absent"/>"#;
    let warnings = generate(&document(term, import), "/**").unwrap();
    for message in
        ["term `t` is declared twice", "type `s.absent` is not declared", "action `s.absent` is not declared"]
    {
        assert!(warnings.contains(message), "{warnings}");
    }
    assert!(generate(&document(term, import), "/gone").is_err());
}

#[test]
fn a_wrong_entity_set_is_needed_if_it_is_selected() {
    let twice = r#"<EntitySet Name="gs" EntityType="s.user"/><EntitySet Name="gs" EntityType="s.user"/>"#;
    assert!(generate(&document("", twice), "/users#GET").unwrap().contains("`gs` is declared twice"));
    assert!(generate(&document("", twice), "/gs#GET").is_err());
    let text = document("", r#"<EntitySet Name="gone" EntityType="s.absent"/>"#);
    assert!(generate(&text, "/users#GET").unwrap().contains("type `s.absent` is not declared"));
    assert!(generate(&text, "/gone#GET").is_err());
}

#[test]
fn the_annotation_of_one_overload_is_more_specific_than_that_of_all() {
    let annotations = |target: &str, text: &str| {
        format!(
            r#"<Annotations Target="{target}"><Annotation Term="Org.OData.Core.V1.Description" String="{text}"/>
                   </Annotations>"#
        )
    };
    let actions = r#"
        <EntityType Name="group"><Key><PropertyRef Name="id"/></Key>
          <Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
        <Action Name="act" IsBound="true"><Parameter Name="it" Type="s.user"/></Action>
        <Action Name="act" IsBound="true"><Parameter Name="it" Type="s.group"/></Action>"#;
    let (general, specific) = (annotations("s.act", "Of all."), annotations("s.act(s.user)", "Of one."));
    for order in [[&general, &specific], [&specific, &general]] {
        let text =
            document(&format!("{actions}{}{}", order[0], order[1]), r#"<EntitySet Name="gs" EntityType="s.group"/>"#);
        let generated = Builder::new().metadata_text("a.csdl", text).select("/**").generate().unwrap();
        assert_eq!(generated.warnings().to_string(), "");
        let code = generated.text();
        assert!(code.contains("/// Of one.\n    ///\n    /// `POST /users('{id}')/s.act`"), "{code}");
        assert!(code.contains("/// Of all.\n    ///\n    /// `POST /gs('{id}')/s.act`"), "{code}");
    }
    // Two annotations of all overloads are still a repetition.
    let text = document(&format!("{actions}{general}{general}"), "");
    assert!(generate(&text, "/**").unwrap().contains("is applied more than once"));
}

#[test]
fn known_contradictions_of_graph_cause_no_warning() {
    let text = r#"<Schema Namespace="microsoft.graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
        <ComplexType Name="directoryObject"/>
        <Annotations Target="microsoft.graph.directoryObject">
          <Annotation Term="Org.OData.Capabilities.V1.SkipSupported" Bool="false"/>
          <Annotation Term="Org.OData.Capabilities.V1.SkipSupported" Bool="true"/>
        </Annotations></Schema>"#;
    assert_eq!(generate(text, "microsoft.graph.directoryObject").unwrap(), "");
    assert!(generate(&text.replace("directoryObject", "x"), "microsoft.graph.x").unwrap().contains("more than once"));
}

#[test]
fn streams_of_complex_values_are_modelled_or_reported() {
    let stream = r#"<Property Name="data" Type="Edm.Stream"/>"#;
    let call = |members: &str, result: &str| {
        let further = format!(
            r#"<ComplexType Name="other">{members}</ComplexType>
               <Function Name="read" IsBound="true"><Parameter Name="it" Type="s.user"/><ReturnType Type="{result}"/>
               </Function>"#
        );
        let generated = Builder::new().metadata_text("a.csdl", document(&further, "")).select("/users/{id}/read()");
        let generated = generated.generate().unwrap();
        (generated.text().to_owned(), generated.warnings().to_string())
    };
    let is_download = |text: &str| text.contains("pub fn read(&self) -> rt::Call<rt::Content>");
    assert!(is_download(&call(stream, "s.other").0));
    // A stream among other properties is sent inline.
    let mixed = format!(r#"{stream}<Property Name="name" Type="Edm.String"/>"#);
    for (members, result) in [(&*mixed, "s.other"), (stream, "Collection(s.other)")] {
        let (text, warnings) = call(members, result);
        assert!(!is_download(&text) && text.contains("pub data: Option<rt::Binary>"), "{text}");
        assert_eq!(warnings, "");
    }
    let several = r#"<Property Name="all" Type="Collection(Edm.Stream)"/>"#;
    assert!(call(several, "s.other").0.contains("pub all: Option<Vec<rt::Binary>>"));
    let text = document("", "").replace("</EntityType>", &format!("{several}</EntityType>"));
    let generated = Builder::new().metadata_text("a.csdl", text).select("/users#GET").generate().unwrap();
    assert!(generated.text().contains("pub all: Option<Vec<rt::Json>>"), "{}", generated.text());
    assert_eq!(generated.warnings().to_string(), "");
}
