//! Types and request builders that other crates have.

use graph_codegen::Builder;

const SERVICE: &str = r#"<Schema Namespace="S" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<ComplexType Name="Country"><Property Name="Code" Type="Edm.String"/></ComplexType>
<ComplexType Name="City"><Property Name="Name" Type="Edm.String"/><Property Name="Country" Type="S.Country"/></ComplexType>
<ComplexType Name="Capital" BaseType="S.City"><Property Name="Since" Type="Edm.Int32"/></ComplexType>
<EnumType Name="Colour"><Member Name="Red"/></EnumType>
<EnumType Name="Sides" IsFlags="true"><Member Name="Left" Value="1"/></EnumType>
<EntityType Name="Shop"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.String" Nullable="false"/>
<Property Name="Cities" Type="Collection(S.City)"/><Property Name="Colour" Type="S.Colour"/><Property Name="Sides" Type="S.Sides"/>
<NavigationProperty Name="Orders" Type="Collection(S.Order)" ContainsTarget="true"/></EntityType>
<EntityType Name="Order"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
<NavigationProperty Name="Lines" Type="Collection(S.Line)" ContainsTarget="true"/></EntityType>
<EntityType Name="Line"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/></EntityType>
<Function Name="Home" IsBound="true"><Parameter Name="it" Type="S.Shop"/><ReturnType Type="S.City"/></Function>
<Action Name="Move" IsBound="true"><Parameter Name="it" Type="S.Shop"/><Parameter Name="to" Type="S.City"/>
<ReturnType Type="Collection(S.City)"/></Action>
<EntityContainer Name="C"><EntitySet Name="Shops" EntityType="S.Shop"/></EntityContainer></Schema>"#;

fn builder() -> Builder {
    Builder::new().metadata_text("service", SERVICE).select("/Shops/**").select("S.Shop")
}

fn text(builder: Builder) -> String {
    builder.generate().unwrap_or_else(|error| panic!("{error}")).text().to_owned()
}

fn errors(builder: Builder) -> String {
    builder.generate().expect_err("an error").to_string()
}

#[test]
fn a_type_of_another_crate_is_used_everywhere_and_not_generated() {
    let text = text(
        builder()
            .extern_type("S.City", "::common::City")
            .extern_type("S.Colour", "::common::Colour")
            .extern_type("S.Sides", "crate::Sides"),
    );
    for expected in [
        "pub cities: Option<Vec<rt::Object<::common::City>>>",
        "pub colour: Option<rt::Member<::common::Colour>>",
        "pub sides: Option<rt::Flags<crate::Sides>>",
        "pub const CITIES: rt::Property<Self, Vec<rt::Object<::common::City>>>",
        "rt::Get<::common::City>",
        "rt::Call<rt::Page<rt::Object<::common::City>>>",
        "pub to: Option<rt::Object<::common::City>>",
        "const _: () = rt::extern_structure::<::common::City>(\"S.City\");",
        "const _: () = rt::extern_enumeration::<crate::Sides>(\"S.Sides\");",
    ] {
        assert!(text.contains(expected), "{expected}:\n{text}");
    }
    // Nor what only it needs.
    for absent in ["struct City", "struct Country", "enum Colour"] {
        assert!(!text.contains(absent), "{absent}");
    }
}

#[test]
fn types_of_a_namespace_have_the_names_of_renames() {
    let text = text(builder().extern_namespace("S", "::common").rename("S.City", "Town").rename("S.Shop", "Store"));
    assert!(text.contains("rt::Get<::common::Town>") && text.contains("rt::List<::common::Store>"), "{text}");
    assert!(text.contains("pub struct StoreRequestBuilder(") && !text.contains("pub struct Store {"), "{text}");
}

/// `DerivedFrom` is implemented where the derived type is generated, or else where the base type is.
#[test]
fn derived_types_and_their_bases_can_be_of_two_crates() {
    let derived = text(builder().extern_type("S.City", "::common::City").select("S.Capital"));
    assert!(derived.contains("impl rt::DerivedFrom<::common::City> for Capital {}"), "{derived}");
    assert!(
        derived.contains("pub enum AnyCity {") && derived.contains("Other(rt::Object<::common::City>),"),
        "{derived}"
    );
    let base = text(builder().extern_type("S.Capital", "::common::Capital").select("S.Capital"));
    assert!(base.contains("impl rt::DerivedFrom<City> for ::common::Capital {}"), "{base}");
    assert!(base.contains("Capital(rt::Object<::common::Capital>),"), "{base}");
    let both = text(builder().extern_namespace("S", "::common").select("S.Capital"));
    assert!(!both.contains("DerivedFrom") && both.contains("pub enum AnyCity {"), "{both}");
}

#[test]
fn request_builders_of_another_crate_have_the_requests_below_them() {
    let with = |path: &str| {
        builder().select(path).extern_type("S.Order", "::orders::Order").extern_builders("S.Order", "::orders")
    };
    let generated = with("/Shops/{id}/Orders/{id}/Lines").generate().unwrap_or_else(|error| panic!("{error}"));
    let text = generated.text();
    assert!(text.contains("pub fn orders(&self) -> ::orders::OrderCollectionRequestBuilder {"), "{text}");
    assert!(text.contains("rt::from_resource(self.0.child(\"Orders\"))"), "{text}");
    assert!(!text.contains("struct Order") && !text.contains("struct LineCollectionRequestBuilder"), "{text}");
    let warnings = generated.warnings().to_string();
    assert!(warnings.contains("requests to `/Shops('{Id}')/Orders({Id})/Lines` are not generated"), "{warnings}");
    let found = errors(builder().select("/Shops/{id}/Orders").extern_builders("S.Order", "::orders"));
    assert!(
        found.contains("the request builders of `S.Order` are those of `::orders`, but its struct is generated"),
        "{found}"
    );
}

#[test]
fn exported_types_have_constants_and_request_builders_can_be_made() {
    let types = text(Builder::new().metadata_text("service", SERVICE).select("**").types_only().export());
    assert!(
        types.contains("impl Country {") && !types.contains("RequestBuilder") && !types.contains("struct C("),
        "{types}"
    );
    let all = text(builder().export());
    assert!(all.contains("impl rt::FromResource for ShopRequestBuilder {"), "{all}");
}

#[test]
fn paths_and_selections_that_cannot_be_used_are_errors() {
    let found = errors(builder().extern_type("S.City", "common::City"));
    assert!(found.contains("`common::City`, set for `S.City`, is not a path of another crate"), "{found}");
    assert!(found.contains("--> extern_type:1:1\n  |\n1 | S.City\n"), "{found}");
    let found = errors(builder().extern_type("S.*", "::common::City"));
    assert!(found.contains("`S.*` is a pattern"), "{found}");
    let found = errors(builder().extern_type("S.City", "::common::City").select("S.City::{Name}"));
    assert!(found.contains("the properties of `S.City` are those of another crate"), "{found}");
}

#[test]
fn selectors_of_requests_that_another_crate_has_are_warned_of() {
    let with = |selector: &str| {
        let builder = Builder::new().metadata_text("service", SERVICE).select("/Shops#GET").select(selector);
        let builder = builder.extern_namespace("S", "::common").extern_builders("S.Order", "::orders");
        let generated = builder.generate().unwrap_or_else(|error| panic!("{error}"));
        generated.warnings().to_string()
    };
    for selector in ["/Shops/{id}/Orders/{id}#PATCH", "/Shops/{id}/Orders#POST", "/Shops/{id}/Orders/{id}"] {
        let warnings = with(selector);
        let expected =
            format!("`{selector}` names a request of `S.Order`, whose request builders are those of another");
        assert!(warnings.contains(&expected), "{selector}: {warnings}");
        assert_eq!(warnings.matches("warning").count(), 1, "{warnings}");
    }
    // The first one is how a method that returns it is selected.
    for selector in ["/Shops/{id}/Orders", "/Shops/**"] {
        assert!(!with(selector).contains("names a request"), "{selector}");
    }
}

/// Another service, whose types are those of another crate or not.
#[test]
fn another_container_is_warned_of_only_if_it_matters() {
    let hotels = r#"<Schema Namespace="H" xmlns="http://docs.oasis-open.org/odata/ns/edm">
        <EntityType Name="Hotel"><Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.Int32" Nullable="false"/>
        <Property Name="City" Type="S.City"/></EntityType>
        <EntityContainer Name="Booking"><EntitySet Name="Hotels" EntityType="H.Hotel"/></EntityContainer></Schema>"#;
    let booking = || Builder::new().metadata_text("hotels", hotels).metadata_text("service", SERVICE);
    let warnings =
        |builder: Builder| builder.generate().unwrap_or_else(|error| panic!("{error}")).warnings().to_string();
    assert_eq!(warnings(booking().select("/Hotels")), "");
    assert_eq!(warnings(booking().select("/**").extern_namespace("S", "::common")), "");
    let found = warnings(booking().select("/**"));
    assert!(found.contains("a service has one entity container; `S.C` is ignored"), "{found}");
    let found = errors(booking().select("/Shops"));
    assert!(found.contains("`S.C` has it, which is ignored: a service has one entity container"), "{found}");
}
