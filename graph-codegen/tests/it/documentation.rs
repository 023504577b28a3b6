//! What the pages of generated items say in rustdoc.

use graph_codegen::Builder;

const SHOP: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
    <TypeDefinition Name="Code" UnderlyingType="Edm.String" MaxLength="8"/>
    <EnumType Name="Color"><Member Name="red"/></EnumType>
    <EnumType Name="Days" IsFlags="true"><Member Name="monday" Value="1"/></EnumType>
    <EntityType Name="Item"><Key><PropertyRef Name="Id"/></Key>
      <Property Name="Id" Type="Edm.Int32" Nullable="false"/>
      <Property Name="Name" Type="Edm.String" Nullable="false" MaxLength="40"/>
      <Property Name="Code" Type="shop.Code" MaxLength="max"/>
      <Property Name="Sku" Type="shop.Code"/>
      <Property Name="type" Type="Edm.String" Nullable="false" DefaultValue="new"/>
      <Property Name="Changed" Type="Edm.DateTimeOffset" Nullable="false">
        <Annotation Term="Org.OData.Core.V1.Computed"/></Property>
      <Property Name="Origin" Type="Edm.String"><Annotation Term="Org.OData.Core.V1.Immutable"/></Property>
      <Property Name="Color" Type="shop.Color"/>
      <Property Name="Days" Type="shop.Days"/>
      <Property Name="Size" Type="parts.deep.Size"/>
      <NavigationProperty Name="Related" Type="Collection(shop.Item)"/>
    </EntityType>
    <EntityType Name="Book" BaseType="shop.Item"/>
    <Action Name="Move" IsBound="true"><Parameter Name="item" Type="shop.Item"/>
      <Parameter Name="To" Type="Edm.String" Nullable="false"/><Parameter Name="Why" Type="Edm.String"/></Action>
    <Action Name="Reset"><Parameter Name="All" Type="Edm.Boolean"/></Action>
    <EntityContainer Name="Service"><EntitySet Name="Items" EntityType="shop.Item"/>
      <ActionImport Name="Reset" Action="shop.Reset"/></EntityContainer>
  </Schema>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="parts.deep">
    <ComplexType Name="Size"><Property Name="Width" Type="Edm.Int32" Nullable="false"/></ComplexType>
  </Schema></edmx:DataServices></edmx:Edmx>"#;

fn builder(metadata: &str) -> Builder {
    Builder::new().metadata_text("shop.csdl", metadata).select("/**").select("**")
}

fn generate(builder: &Builder) -> String {
    builder.generate().unwrap_or_else(|error| panic!("{error}")).text().to_owned()
}

/// Returns the documentation above an item, line by line.
fn docs<'t>(text: &'t str, item: &str) -> Vec<&'t str> {
    let lines: Vec<&str> = text.lines().collect();
    let end =
        lines.iter().position(|line| line.trim_start() == item).unwrap_or_else(|| panic!("no `{item}` in {text}"));
    let above = lines[..end].iter().rev().filter(|line| !line.trim_start().starts_with("#["));
    let mut docs: Vec<&str> = above.map_while(|line| line.trim_start().strip_prefix("///")).map(str::trim).collect();
    docs.reverse();
    docs
}

#[test]
fn a_struct_sums_up_its_properties_and_has_links() {
    let text = generate(&builder(SHOP));
    assert_eq!(
        docs(&text, "pub struct Item {"),
        [
            "Entity type `shop.Item`.",
            "",
            "Values are [`Object<Item>`](rt::Object); the key is [`id`](Self::id).",
            "- Required on creation, according to the metadata: [`name`](Self::name)",
            "- Set on creation only: [`origin`](Self::origin)",
            "- Read-only: [`changed`](Self::changed)",
            "- Never `null`: `type`, `changed`",
            "- Maximum lengths: [`name`](Self::name) 40, [`sku`](Self::sku) 8",
            "- Can be expanded: [`RELATED`](Self::RELATED)",
            "- Requests: [`ItemCollectionRequestBuilder`], [`ItemRequestBuilder`]",
            "- Derived types: [`AnyItem`]",
        ]
    );
    assert_eq!(
        docs(&text, "pub struct Size {").last(),
        Some(&"- Required, according to the metadata: [`width`](Self::width)")
    );
}

#[test]
fn a_type_that_cannot_be_expanded_says_so() {
    let denied = concat!(
        r#"<Annotation Term="Org.OData.Capabilities.V1.ExpandRestrictions"><Record>"#,
        r#"<PropertyValue Property="Expandable" Bool="false"/></Record></Annotation><NavigationProperty Name="Related""#,
    );
    let text = generate(&builder(&SHOP.replace("<NavigationProperty Name=\"Related\"", denied)));
    let docs = docs(&text, "pub struct Item {");
    assert!(docs.contains(&"- Navigation properties: [`RELATED`](Self::RELATED)"), "{docs:#?}");
}

#[test]
fn graph_requires_no_property_that_is_not_nullable() {
    let graph =
        SHOP.replace("Namespace=\"shop\"", "Namespace=\"microsoft.graph\"").replace("shop.", "microsoft.graph.");
    let text = generate(&builder(&graph));
    let docs = docs(&text, "pub struct Item {");
    assert!(docs.iter().all(|line| !line.contains("Required")), "{docs:#?}");
    let expected = "- Never `null`: `name`, `type`, `changed`";
    assert!(docs.contains(&expected), "{docs:#?}");
}

#[test]
fn parameters_link_to_the_builder_of_their_action() {
    let text = generate(&builder(SHOP));
    assert_eq!(
        docs(&text, "pub struct ItemMove {"),
        [
            "The parameters of [`ItemRequestBuilder::move`](ItemRequestBuilder), `shop.Item/Move`.",
            "",
            "Parameters that are `None` are omitted.",
            "- Required, according to the metadata: [`to`](Self::to)",
        ]
    );
    let of_import = docs(&text, "pub struct Reset {");
    assert_eq!(of_import[0], "The parameters of [`Service::reset`](Service), `shop.Service/Reset`.");
}

#[test]
fn enumerations_say_what_their_values_are() {
    let text = generate(&builder(SHOP));
    let color = "Enumeration type `shop.Color`, read as a [`Member`](rt::Member).";
    assert_eq!(docs(&text, "pub enum Color {"), [color]);
    let days = "Enumeration type `shop.Days`, read as [`Flags`](rt::Flags), which combine members.";
    assert_eq!(docs(&text, "pub enum Days {"), [days]);
    assert_eq!(docs(&text, "pub enum AnyItem {")[0], "A value of a selected type derived from [`shop.Item`](Item).");
}

#[test]
fn modules_say_what_they_hold() {
    let text = generate(&builder(SHOP).as_module());
    assert!(text.contains("\n//! Requests and types of `shop`. Requests begin at [`Service`].\n\n#![allow("), "{text}");
    assert!(!generate(&builder(SHOP)).contains("//!"), "text for `include!` cannot have inner documentation");
    assert_eq!(docs(&text, "pub mod parts {"), ["The namespaces that begin with `parts`."]);
    assert_eq!(docs(&text, "pub mod deep {"), ["Types of the namespace `parts.deep`."]);
    let types =
        generate(&Builder::new().metadata_text("shop.csdl", SHOP).select("shop.Color").types_only().as_module());
    assert!(types.contains("\n//! Types of `shop`.\n"), "{types}");
}

#[test]
fn types_of_other_crates_are_not_linked() {
    let builder = builder(SHOP).extern_type("shop.Item", "::common::Item");
    let text = generate(&builder);
    assert_eq!(
        docs(
            &text,
            "pub struct ItemRequestBuilder(rt::Resource); // to generate more, select /Items({Id})/NAME /Items({Id})/**"
        )[0],
        "Builds requests to one `shop.Item`."
    );
    assert!(!text.contains("](Item)"), "{text}");
}
