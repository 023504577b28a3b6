//! What users change: attributes and names, by the names of the metadata.

use graph_codegen::Builder;

const SERVICE: &str = r#"<Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EntityType Name="order"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
<NavigationProperty Name="parent" Type="s.order"/></EntityType>
<EnumType Name="colour"><Member Name="red"/></EnumType>
<Action Name="cancel" IsBound="true"><Parameter Name="it" Type="s.order"/><Parameter Name="why" Type="Edm.String"/></Action>
<Action Name="login"><Parameter Name="user" Type="Edm.String"/><Parameter Name="hue" Type="s.colour"/></Action>
<Function Name="recent" IsBound="true"><Parameter Name="it" Type="s.order"/><ReturnType Type="Edm.Int32"/></Function>
<EntityContainer Name="shop"><EntitySet Name="orders" EntityType="s.order"/>
<ActionImport Name="signIn" Action="s.login"/></EntityContainer></Schema>"#;

/// The line after an attribute that was set for a pattern.
fn line_after(pattern: &str) -> String {
    let generated = Builder::new()
        .metadata_text("shop", SERVICE)
        .select("/**")
        .select("/signIn")
        .attribute(pattern, "#[doc(alias = \"found\")]")
        .generate()
        .unwrap_or_else(|error| panic!("{error}"));
    let mut lines = generated.text().lines().skip_while(|line| !line.contains("alias = \"found\"")).skip(1);
    let line = lines.find(|line| !line.trim().starts_with('#')).unwrap_or_else(|| panic!("no attribute for {pattern}"));
    line.trim().to_owned()
}

#[test]
fn attributes_reach_each_kind_of_element() {
    for (pattern, expected) in [
        ("s.order", "pub struct Order {"),
        ("s.order/id", "pub id: Option<String>,"),
        ("s.order/cancel()", "pub struct OrderCancel {"),
        ("s.order/cancel/why", "pub why: Option<String>,"),
        ("s.order/cancel", "pub fn cancel("),
        ("s.order/recent", "pub fn recent("),
        ("s.order/parent", "pub fn parent("),
        ("s.shop/orders", "pub fn orders("),
        ("s.colour", "pub enum Colour {"),
        ("s.colour/red", "Red,"),
        ("s.order/RequestBuilder", "pub struct OrderRequestBuilder("),
        ("s.order/CollectionRequestBuilder", "pub struct OrderCollectionRequestBuilder("),
        // Imports are addressed by the container and their own name.
        ("s.shop/signIn()", "pub struct SignIn {"),
        ("s.shop/signIn/user", "pub user: Option<String>,"),
        ("s.shop/signIn", "pub fn sign_in("),
    ] {
        let line = line_after(pattern);
        assert!(line.starts_with(expected), "{pattern}: {line}");
    }
}

#[test]
fn derives_reach_the_parameters_of_imports() {
    let generated = Builder::new()
        .metadata_text("shop", SERVICE)
        .select("/signIn")
        .derive("s.shop/signIn()", "Debug")
        .generate()
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(generated.text().contains("#[derive(Debug)]\npub struct SignIn {"), "{}", generated.text());
}
