//! What services other than Graph have: nested complex values, streams of several types, names in several namespaces,
//! positions as arguments, and many alternate keys.

use std::fmt::Write;

use graph_codegen::Builder;

/// A document with these elements of the schema `shop` and of its container.
fn builder(of_schema: &str, of_container: &str, others: &str) -> Builder {
    let text = format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<Annotation Term="Org.OData.Core.V1.DefaultNamespace"/>
<EntityType Name="Owner"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>
{of_schema}
<EntityContainer Name="Shop"><EntitySet Name="Owners" EntityType="shop.Owner"/>{of_container}</EntityContainer>
</Schema>{others}</edmx:DataServices></edmx:Edmx>"#
    );
    Builder::new().metadata_text("shop.csdl", text)
}

/// The requests of a selection, sorted: `POST /Books({id})/shop.discount`.
fn requests(builder: &Builder, selectors: &[&str]) -> Vec<String> {
    let selected = builder.clone().resolve().unwrap().select(selectors.iter().copied()).unwrap();
    let requests = selected.requests();
    let mut requests: Vec<String> =
        requests.iter().map(|request| format!("{} {}", request.method.as_str(), request.template)).collect();
    requests.sort();
    requests
}

/// The generated code of a selection.
fn code(builder: Builder, selectors: &[&str]) -> String {
    let builder = selectors.iter().fold(builder, |builder, selector| builder.select(*selector));
    builder.generate().unwrap().text().to_owned()
}

#[test]
fn everything_includes_what_is_below_nested_complex_values() {
    let builder = builder(
        r#"<ComplexType Name="Inner"><NavigationProperty Name="owner" Type="shop.Owner"/></ComplexType>
<ComplexType Name="Outer"><Property Name="inner" Type="shop.Inner"/></ComplexType>
<ComplexType Name="Plain"><Property Name="text" Type="Edm.String"/></ComplexType>
<ComplexType Name="Base"/><ComplexType Name="Derived" BaseType="shop.Base"><NavigationProperty Name="owners" Type="Collection(shop.Owner)"/></ComplexType>
<ComplexType Name="Media"><Property Name="content" Type="Edm.Stream"/></ComplexType>
<ComplexType Name="Endless"><Property name="" Name="again" Type="shop.Endless"/></ComplexType>
<EntityType Name="House"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
<Property Name="outer" Type="shop.Outer"/><Property Name="plain" Type="shop.Plain"/><Property Name="base" Type="shop.Base"/>
<Property Name="media" Type="shop.Media"/><Property Name="endless" Type="shop.Endless"/></EntityType>"#,
        r#"<EntitySet Name="Houses" EntityType="shop.House"/>"#,
        "",
    );
    for selector in ["/**", "/Houses/{id}/**"] {
        let requests = requests(&builder, &[selector]);
        for request in [
            "GET /Houses({id})/outer/inner/owner",
            "GET /Houses({id})/base/shop.Derived/owners",
            "GET /Houses({id})/media/content",
            "PUT /Houses({id})/media/content",
        ] {
            assert!(requests.iter().any(|known| known == request), "{selector} lacks {request} in {requests:#?}");
        }
        let others = requests.iter().filter(|request| request.contains("/plain") || request.contains("/endless"));
        assert_eq!(others.count(), 0, "{requests:#?}");
    }
}

#[test]
fn a_definition_of_a_stream_is_a_stream() {
    let builder = builder(
        r#"<TypeDefinition Name="Jpg" UnderlyingType="Edm.Stream"/>
<EntityType Name="Photo"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
<Property Name="jpg" Type="shop.Jpg"/></EntityType>
<ComplexType Name="Thumb"><Property Name="small" Type="shop.Jpg"/></ComplexType>
<Function Name="draw" IsBound="true"><Parameter Name="photo" Type="shop.Photo"/><ReturnType Type="shop.Jpg"/></Function>"#,
        r#"<EntitySet Name="Photos" EntityType="shop.Photo"/>"#,
        "",
    );
    let found = requests(&builder, &["/Photos/{id}/jpg#GET,PUT"]);
    assert_eq!(found, ["GET /Photos({id})/jpg", "PUT /Photos({id})/jpg"]);
    assert!(requests(&builder, &["/**"]).iter().any(|request| request == "DELETE /Photos({id})/jpg"));
    let code = code(builder, &["/**", "shop.Thumb"]);
    assert!(code.contains("Streams are not fields but have requests of their own: `jpg`."));
    assert!(code.contains("pub small: Option<rt::Binary>"), "a stream in a complex value is inline");
}

#[test]
fn a_simple_name_that_is_ambiguous_is_qualified() {
    let other = r#"<Schema Namespace="more" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<Annotation Term="Org.OData.Core.V1.DefaultNamespace"/>
<Function Name="total" IsBound="true"><Parameter Name="item" Type="shop.Special"/><ReturnType Type="Edm.String"/></Function>
<Action Name="clear" IsBound="true"><Parameter Name="items" Type="Collection(shop.Item)"/></Action>
</Schema>"#;
    let builder = builder(
        r#"<EntityType Name="Item"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>
<Property Name="rate" Type="Edm.Int32"/></EntityType>
<EntityType Name="Special" BaseType="shop.Item"><Property Name="price" Type="Edm.Int32"/>
<NavigationProperty Name="go" Type="shop.Owner"/></EntityType>
<Function Name="total" IsBound="true"><Parameter Name="item" Type="shop.Item"/><ReturnType Type="Edm.Int32"/></Function>
<Function Name="price" IsBound="true"><Parameter Name="item" Type="shop.Item"/><ReturnType Type="Edm.Int32"/></Function>
<Action Name="go" IsBound="true"><Parameter Name="item" Type="shop.Item"/></Action>
<Action Name="rate" IsBound="true"><Parameter Name="item" Type="shop.Item"/></Action>
<Action Name="pack" IsBound="true"><Parameter Name="item" Type="shop.Item"/></Action>
<Action Name="clear" IsBound="true"><Parameter Name="item" Type="shop.Item"/></Action>"#,
        r#"<EntitySet Name="Items" EntityType="shop.Item"/>"#,
        other,
    );
    let found = requests(&builder, &["/Items/{id}/*", "/Items/{id}/shop.Special/*", "/Items/clear"]);
    for request in [
        "GET /Items({id})/shop.total()",
        "GET /Items({id})/shop.Special/more.total()",
        "GET /Items({id})/shop.price()",
        "POST /Items({id})/shop.go",
        "POST /Items({id})/shop.rate",
        "POST /Items({id})/pack",
        "POST /Items({id})/clear",
        "POST /Items/clear",
    ] {
        assert!(found.iter().any(|known| known == request), "{request} is not in {found:#?}");
    }
    // Each request is a selector of itself.
    for request in &found {
        let (method, path) = request.split_once(' ').unwrap();
        assert_eq!(requests(&builder, &[&format!("{path}#{method}")]), [request.as_str()]);
    }
}

#[test]
fn arguments_without_a_rust_type_are_literals() {
    let builder = builder(
        r#"<Function Name="near" IsBound="true"><Parameter Name="owner" Type="shop.Owner"/>
<Parameter Name="at" Type="Edm.GeographyPoint"/><Parameter Name="any" Type="Edm.PrimitiveType"/>
<Parameter Name="more" Type="Edm.Untyped"/><ReturnType Type="Edm.Int32"/></Function>"#,
        "",
        "",
    );
    assert_eq!(requests(&builder, &["/Owners/{id}/near"]), ["GET /Owners({id})/near(at={at},any={any},more=@more)"]);
    let code = code(builder, &["/Owners/{id}/near"]);
    assert!(code.contains("at: impl Into<rt::Literal<rt::Json>>"), "{code}");
    assert!(code.contains(r#"rt::Argument::json("more", more)"#), "{code}");
}

/// Comparing each key with all others took half a minute for 4,000 keys.
#[test]
fn thousands_of_alternate_keys_have_methods() {
    let mut keys = String::new();
    let mut properties = String::new();
    for number in 0..4_000 {
        write!(properties, r#"<Property Name="p{number}" Type="Edm.String"/>"#).unwrap();
        write!(
            keys,
            r#"<Record><PropertyValue Property="Key"><Collection><Record><PropertyValue Property="Name" PropertyPath="p{number}"/>
<PropertyValue Property="Alias" String="a{number}"/></Record></Collection></PropertyValue></Record>"#
        )
        .unwrap();
    }
    let of_schema = format!(
        r#"<EntityType Name="Item"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/>{properties}
<Annotation Term="Org.OData.Core.V1.AlternateKeys"><Collection>{keys}</Collection></Annotation></EntityType>"#
    );
    let builder = builder(&of_schema, r#"<EntitySet Name="Items" EntityType="shop.Item"/>"#, "");
    let code = code(builder, &["/**"]);
    assert!(code.contains("pub fn by_a3999("), "an alternate key");
}
