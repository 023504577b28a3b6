//! What services declare: redeclared properties, the more specific of two annotations, explicit bindings, imports,
//! descriptions, collections of streams, unusual names.

use graph_codegen::Builder;

const DOCUMENT: &str = include_str!("../../../tests/documents/declared.csdl");

fn generate(text: &str, selectors: &[&str]) -> Result<(String, String), String> {
    let builder = Builder::new().metadata_text("declared.csdl", text);
    let generated = selectors.iter().fold(builder, |builder, selector| builder.select(*selector)).generate();
    generated
        .map(|generated| (generated.text().to_owned(), generated.warnings().to_string()))
        .map_err(|error| error.to_string())
}

/// The item that begins with a line, up to its closing brace.
fn item<'t>(text: &'t str, start: &str) -> &'t str {
    let at = text.find(start).unwrap_or_else(|| panic!("{start} is not in\n{text}"));
    let length = text[at..].find("\n}\n").unwrap_or(text.len() - at);
    &text[at..at + length]
}

/// The lines of documentation before the first item that begins with a line.
fn docs_of(text: &str, start: &str) -> String {
    let at = text.find(start).unwrap_or_else(|| panic!("{start} is not in\n{text}"));
    let lines = text[..at].lines().rev().map(str::trim);
    let docs: Vec<&str> = lines.skip(1).take_while(|line| line.starts_with("///") || line.starts_with("#[")).collect();
    docs.into_iter().rev().filter_map(|line| line.strip_prefix("/// ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_derived_type_redeclares_properties() {
    let (text, warnings) = generate(DOCUMENT, &["/**"]).unwrap();
    assert!(!warnings.contains("declared twice"), "{warnings}");
    let person = item(&text, "pub struct Person {");
    let american = item(&text, "pub struct American {");
    assert!(person.contains("pub home: Option<rt::Object<Address>>"), "{person}");
    assert!(american.contains("pub home: Option<rt::Object<UsAddress>>"), "{american}");
    assert_eq!(american.matches("pub home:").count(), 1);
    let builder = item(&text, "impl AmericanRequestBuilder {");
    assert!(builder.contains("pub fn boss(&self) -> AmericanRequestBuilder"), "{builder}");
    assert_eq!(builder.matches("pub fn boss(").count(), 1);
    assert!(item(&text, "impl PersonRequestBuilder {").contains("pub fn boss(&self) -> PersonRequestBuilder"));

    // In 4.0, and with another type, it is a mistake, which matters to those who select the property.
    let older = DOCUMENT.replacen("Version=\"4.01\"", "Version=\"4.0\"", 1);
    let other = DOCUMENT.replacen("Name=\"Home\" Type=\"self.UsAddress\"", "Name=\"Home\" Type=\"self.Scan\"", 1);
    for text in [older, other] {
        assert!(generate(&text, &["/People#GET"]).unwrap().1.contains("property `Home` is declared twice"));
        assert!(generate(&text, &["/Me#GET"]).unwrap_err().contains("property `Home` is declared twice"));
    }
}

#[test]
fn annotations_of_a_derived_type_are_more_specific() {
    let (text, warnings) = generate(DOCUMENT, &["/**"]).unwrap();
    assert!(!warnings.contains("applied more than once"), "{warnings}");
    assert!(item(&text, "pub struct Person {").contains("`ID`: The number of a person."));
    let american = item(&text, "pub struct American {");
    assert!(american.contains("`ID`: The number of an American.") && !american.contains("of a person"), "{american}");
}

#[test]
fn annotations_of_an_overload_are_more_specific() {
    let document = |annotations: &str| {
        format!(
            r#"<Schema Namespace="n" Alias="a" xmlns="http://docs.oasis-open.org/odata/ns/edm">
               <EntityType Name="A"><Key><PropertyRef Name="Id"/></Key>
                 <Property Name="Id" Type="Edm.String" Nullable="false"/></EntityType>
               <EntityType Name="B"><Key><PropertyRef Name="Id"/></Key>
                 <Property Name="Id" Type="Edm.String" Nullable="false"/></EntityType>
               <Action Name="act" IsBound="true"><Parameter Name="it" Type="n.A"/></Action>
               <Action Name="act" IsBound="true"><Parameter Name="it" Type="n.B"/></Action>
               <EntityContainer Name="C"><EntitySet Name="As" EntityType="n.A"/><EntitySet Name="Bs" EntityType="n.B"/>
               </EntityContainer>{annotations}</Schema>"#
        )
    };
    let annotation = |target: &str, text: &str| {
        format!(
            r#"<Annotations Target="{target}"><Annotation Term="Org.OData.Core.V1.Description" String="{text}"/>
               </Annotations>"#
        )
    };
    let (general, specific) = (annotation("n.act", "General."), annotation("a.act(a.A)", "Specific."));
    for annotations in [format!("{general}{specific}"), format!("{specific}{general}")] {
        let (text, warnings) = generate(&document(&annotations), &["/**"]).unwrap();
        assert_eq!(warnings, "");
        let of_a = item(&text, "impl ARequestBuilder {");
        assert!(of_a.contains("/// Specific.") && !of_a.contains("General."), "{of_a}");
        assert!(item(&text, "impl BRequestBuilder {").contains("/// General."));
    }
}

#[test]
fn operations_are_available_where_they_are_bound_explicitly() {
    let is_there = |selector: &str| {
        let found = generate(DOCUMENT, &[selector]);
        found.map(|(text, _)| text.contains("pub fn approve(&self)"))
    };
    // The entity set that binds it, the navigation property that is bound to this entity set, and all of the service.
    for selector in
        ["/Managers/{ID}/Approve", "/People/{ID}/Boss/shop.Approve", "shop.Person/Approve", "/**", "/Managers/**"]
    {
        assert_eq!(is_there(selector), Ok(true), "{selector}");
    }
    for selector in ["/People/{ID}#GET", "/Me/**"] {
        assert_eq!(is_there(selector), Ok(false), "{selector}");
    }
    for selector in ["/People/{ID}/Approve", "/Me/Approve"] {
        let error = is_there(selector).unwrap_err();
        let expected = ["`Approve` is not available at", "has no navigation property or operation"];
        assert!(expected.iter().any(|part| error.contains(part)), "{selector}: {error}");
    }
    let error = is_there("/People/{ID}/Approve").unwrap_err();
    assert!(
        error.contains("`Approve` is not available at `/People({ID})`: it requires an explicit binding"),
        "{error}"
    );
    let everywhere =
        DOCUMENT.replacen("Core.RequiresExplicitBinding\"", "Core.RequiresExplicitBinding\" Bool=\"false\"", 1);
    assert!(generate(&everywhere, &["/People/{ID}/Approve"]).is_ok());
    // Nothing binds it, as in Graph's metadata, so it would not be available at all.
    let unbound = DOCUMENT.replace("Core.ExplicitOperationBindings", "Core.OtherBindings");
    assert!(generate(&unbound, &["/People/{ID}/Approve"]).is_ok());
    let (text, _) = generate(DOCUMENT, &["/Managers/{ID}/Approve"]).unwrap();
    assert!(docs_of(&text, "pub fn approve(").contains("only where the metadata binds it explicitly"), "{text}");
}

#[test]
fn imports_are_operations_like_others() {
    let methods = |selectors: &[&str]| {
        let (text, _) = generate(DOCUMENT, selectors).unwrap();
        ["start_over", "count(", "count_with_since"].map(|name| text.contains(&format!("pub fn {name}")))
    };
    for selectors in [&["/**"][..], &["**"], &["shop.**"]] {
        assert_eq!(methods(selectors), [true; 3], "{selectors:?}");
    }
    assert_eq!(methods(&["shop.Reset"]), [true, false, false]);
    assert_eq!(methods(&["self.Count"]), [false, true, true]);
    assert_eq!(methods(&["shop.Person"]), [false; 3]);
    let bound = generate(DOCUMENT, &["shop.Approve"]).unwrap_err();
    assert!(bound.contains("write it with the type that it is bound to"), "{bound}");
}

#[test]
fn descriptions_become_documentation() {
    let (text, _) = generate(DOCUMENT, &["/**"]).unwrap();
    for (start, expected) in [
        ("pub fn people(", "All of them."),
        ("pub fn me(", "Yourself."),
        ("pub fn boss(&self) -> PersonRequestBuilder", "Whom they report to."),
        ("pub fn boss(&self) -> AmericanRequestBuilder", "Which American they report to."),
        ("pub fn start_over(", "Begins again."),
        ("pub fn start_over(", "Deletes everything."),
        ("pub fn count_with_since(", "`Since`: The first day."),
        ("pub fn count_with_since(", "Returns: The number of orders."),
        ("pub fn scan(", "Returns: The scans."),
        ("pub struct Person {", "Someone who buys or sells."),
        ("YesPlease", "`Yes Please`: Agreed."),
    ] {
        let docs = docs_of(&text, start);
        assert!(docs.lines().any(|line| line == expected), "{start}: {docs}");
    }
    assert!(text.contains("/// `Pages`: What to scan."));
    assert!(text.contains("/// Navigation property `Boss` (`shop.Person`): Whom they report to."));
}

#[test]
fn collections_of_streams_are_modelled() {
    let (text, _) = generate(DOCUMENT, &["/**"]).unwrap();
    assert!(item(&text, "pub struct Person {").contains("pub photos: Option<Vec<rt::Json>>"));
    assert!(item(&text, "pub struct Scan {").contains("pub pages: Option<Vec<rt::Binary>>"));
    assert!(item(&text, "pub struct PersonScan {").contains("pub pages: Option<Vec<rt::Binary>>"));
    assert!(text.contains("-> rt::Call<rt::Page<rt::Json>>"), "{text}");
}

#[test]
fn names_with_spaces_and_hyphens_are_usable() {
    let (text, warnings) = generate(DOCUMENT, &["/**"]).unwrap();
    assert!(warnings.contains("warning[name]: a name cannot contain ' '"), "{warnings}");
    let person = item(&text, "pub struct Person {");
    assert!(person.contains("pub account_number: Option<String>"), "{person}");
    assert!(person.contains("pub _1099box: Option<rt::Member<YesNo>>"), "{person}");
    assert!(text.contains("from.property()") && text.contains("\"Account Number\""));
    assert!(text.contains("pub fn legal_entity(&self)") && text.contains("\"Legal Entity\""));
    assert!(text.contains("pub fn start_over(&self)") && text.contains("\"Start Over\""));
}

#[cfg(feature = "openapi")]
#[test]
fn geographic_schemas_of_openapi_are_primitives() {
    let text = r##"{"openapi": "3.0.4", "info": {"title": "OData Service", "version": "1.0"},
        "paths": {"/Places": {"get": {"operationId": "Place.List", "x-ms-docs-operation-type": "operation",
          "parameters": [{"name": "$top", "in": "query", "schema": {"type": "integer"}}],
          "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "object",
            "properties": {"value": {"type": "array", "items": {"$ref": "#/components/schemas/S.Place"}}}}}}}}}}},
        "components": {"schemas": {
          "S.Place": {"title": "Place", "type": "object", "properties": {"Id": {"type": "string"},
            "Loc": {"$ref": "#/components/schemas/Edm.GeographyPoint"},
            "Lines": {"type": "array", "items": {"$ref": "#/components/schemas/Edm.GeometryLineString"}}}},
          "Edm.GeographyPoint": {"$ref": "#/components/schemas/Edm.GeometryPoint"},
          "Edm.GeometryPoint": {"type": "object", "properties": {"type": {"enum": ["Point"], "type": "string"}}}}}}"##;
    let resolved = Builder::new().metadata_text("openapi.json", text).resolve().unwrap();
    let model = &resolved.model;
    let place = model.find_type("S.Place").unwrap();
    let type_of = |name: &str| format!("{:?}", model.property(place, name).unwrap().1.type_ref.item);
    assert_eq!(type_of("Loc"), "Primitive(GeographyPoint)");
    assert_eq!(type_of("Lines"), "Primitive(GeometryLineString)");
    assert_eq!(model.types().count(), 1);
}
