//! Selectors and their closure, for a small service and for Graph.

use std::collections::BTreeSet;

use crate::shared;
use graph_codegen::{
    Builder, Error, Selected,
    edm::Model,
    selection::{Members, Reason, ResourceShape},
};

#[test]
fn a_file_of_selectors_may_begin_with_a_byte_order_mark() {
    let selected =
        Builder::new().metadata_text("s.csdl", SERVICE).select_text("list", "\u{feff}s.order\r\n\u{feff}\r\n");
    assert!(selected.resolve().unwrap().select(["s.user"]).is_ok());
    assert!(selected.generate().unwrap().text().contains("pub struct Order {"));
    let error = Builder::new().metadata_text("s.csdl", SERVICE).select_text("list", "\u{feff}s.ordr").generate();
    assert!(error.unwrap_err().to_string().contains("`s.ordr`"));
}

const SERVICE: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:DataServices>
    <Schema Namespace="s" Alias="self" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
      <EntityType Name="user" BaseType="s.entity">
        <Property Name="name" Type="Edm.String"/>
        <Property Name="home" Type="s.place"/>
        <Property Name="mood" Type="self.mood"/>
        <NavigationProperty Name="manager" Type="s.user"/>
        <NavigationProperty Name="orders" Type="Collection(s.order)" ContainsTarget="true"/>
      </EntityType>
      <EntityType Name="order" BaseType="s.entity"><Property Name="total" Type="s.money"/></EntityType>
      <ComplexType Name="place"><Property Name="street" Type="Edm.String"/><Property Name="parent" Type="s.place"/>
        <Property Name="near" Type="Collection(s.place)"/></ComplexType>
      <ComplexType Name="money"><Property Name="amount" Type="Edm.Decimal"/></ComplexType>
      <ComplexType Name="ping"><Property Name="pong" Type="s.pong"/></ComplexType>
      <ComplexType Name="pong"><Property Name="ping" Type="s.ping"/></ComplexType>
      <EnumType Name="mood"><Member Name="good"/><Member Name="bad"/></EnumType>
      <Action Name="greet" IsBound="true"><Parameter Name="this" Type="s.entity"/><Parameter Name="how" Type="s.mood"/></Action>
      <Action Name="pay" IsBound="true"><Parameter Name="it" Type="s.order"/><Parameter Name="money" Type="s.money"/><ReturnType Type="s.order"/></Action>
      <Action Name="sweep" IsBound="true"><Parameter Name="all" Type="Collection(s.user)"/></Action>
      <Function Name="count" IsBound="true"><Parameter Name="all" Type="Collection(s.user)"/><ReturnType Type="Edm.Int32"/></Function>
      <EntityContainer Name="Shop"><EntitySet Name="users" EntityType="s.user"/><Singleton Name="me" Type="s.user"/></EntityContainer>
    </Schema>
    <Schema Namespace="s.old" xmlns="http://docs.oasis-open.org/odata/ns/edm"><ComplexType Name="user"/></Schema>
  </edmx:DataServices>
</edmx:Edmx>"#;

fn select(selectors: &[&str]) -> Result<Selected, Error> {
    Builder::new().metadata_text("service.csdl", SERVICE).resolve()?.select(selectors.iter().copied())
}

fn names(selected: &Selected) -> Vec<String> {
    let mut names: Vec<String> =
        selected.selection.types.keys().map(|id| selected.resolved.model.type_(*id).name.to_string()).collect();
    names.sort();
    names
}

fn error_of(selectors: &[&str]) -> String {
    select(selectors).map(|_| ()).expect_err("the selection is wrong").to_string()
}

fn resource<'a>(
    selected: &'a Selected,
    of: &str,
    shape: fn(graph_codegen::edm::TypeId) -> ResourceShape,
) -> &'a graph_codegen::selection::Resource {
    let id = selected.resolved.model.find_type(of).expect("the type is declared");
    selected.selection.resources.get(&shape(id)).expect("the resource is selected")
}

fn operations(model: &Model, resource: &graph_codegen::selection::Resource) -> Vec<String> {
    resource.operations.keys().map(|id| model.operation(*id).name.name().to_owned()).collect()
}

#[test]
fn a_path_selects_its_operation_and_the_resources_on_it() {
    let selected = select(&["/users/{id}/orders/{id}/pay"]).unwrap();
    assert_eq!(names(&selected), ["s.entity", "s.money", "s.order"]);
    let order = resource(&selected, "s.order", ResourceShape::Entity);
    assert_eq!(order.template, "/users('{id}')/orders('{id}')");
    assert!(order.get.is_none(), "only the operation is selected");
    assert_eq!(operations(&selected.resolved.model, order), ["pay"]);
    assert_eq!(selected.selection.roots.keys().collect::<Vec<_>>(), ["users"]);
}

#[test]
fn operations_selected_by_name_are_reachable_from_each_root() {
    let selected = select(&["s.user/greet"]).unwrap();
    assert_eq!(selected.selection.roots.keys().collect::<Vec<_>>(), ["me", "users"]);
    assert_eq!(resource(&selected, "s.user", ResourceShape::Entity).template, "/users('{id}')");
    assert_eq!(names(&selected), ["s.mood"], "the binding type is not part of the signature");
    let contained = select(&["s.order/pay"]).unwrap();
    assert_eq!(resource(&contained, "s.order", ResourceShape::Entity).template, "/users('{id}')/orders('{id}')");
}

#[test]
fn types_include_base_types_and_structural_properties() {
    let selected = select(&["s.user"]).unwrap();
    assert_eq!(names(&selected), ["s.entity", "s.mood", "s.place", "s.user"]);
    assert!(resource(&selected, "s.user", ResourceShape::Collection).get.is_some());
    assert!(resource(&selected, "s.user", ResourceShape::Entity).operations.is_empty());
}

#[test]
fn member_lists_limit_the_members() {
    let selected = select(&["self.user::{id, home, greet}"]).unwrap();
    let id = selected.resolved.model.find_type("s.user").unwrap();
    let expected: BTreeSet<String> = ["id", "home"].map(str::to_owned).into();
    assert_eq!(selected.selection.types[&id].members, Members::Only(expected));
    assert_eq!(names(&selected), ["s.mood", "s.place", "s.user"], "mood is the type of the parameter");
    let without = select(&["s.user::{!home}"]).unwrap();
    assert_eq!(names(&without), ["s.entity", "s.mood", "s.user"]);
}

#[test]
fn exclusions_remove_types_members_and_paths() {
    assert_eq!(names(&select(&["s.user", "!s.place"]).unwrap()), ["s.entity", "s.mood", "s.user"]);
    let selected = select(&["/users/{id}/**", "!/users/{id}/orders", "!s.user/greet"]).unwrap();
    assert_eq!(names(&selected), ["s.entity", "s.mood", "s.place", "s.user"]);
    assert!(resource(&selected, "s.user", ResourceShape::Entity).operations.is_empty());
    assert!(error_of(&["/users/{id}/greet", "!s.mood"]).contains("excluded by a selector"));
}

#[test]
fn wildcards_end_at_cycles_of_navigation_properties() {
    let selected = select(&["**"]).unwrap();
    assert_eq!(selected.selection.types.len(), selected.resolved.model.types().count());
    let everything = select(&["/**"]).unwrap();
    assert!(everything.selection.resources.len() >= 4);
    let users = resource(&everything, "s.user", ResourceShape::Collection);
    assert_eq!(operations(&everything.resolved.model, users), ["sweep", "count"]);
    assert!(everything.resolved.diagnostics.list().is_empty());
}

#[test]
fn reasons_refer_to_what_needs_a_type() {
    let selected = select(&["/users/{id}/orders/{id}/pay"]).unwrap();
    let id = selected.resolved.model.find_type("s.money").unwrap();
    match &selected.selection.types[&id].reason {
        Reason::ParameterOf { parameter, .. } => assert_eq!(parameter, "money"),
        other => panic!("unexpected reason {other:?}"),
    }
}

#[test]
fn errors_suggest_corrections() {
    for (selectors, parts) in [
        (&["/users/{id}/gret"][..], &["selector:1:13", "did you mean `greet`?"][..]),
        (&["/user/{id}"], &["no entity set, singleton or operation import `user`", "did you mean `users`?"]),
        (&["user"], &["ambiguous", "`s.old.user` or `s.user`"]),
        (&["s.usr"], &["no type `s.usr`", "did you mean `s.user`?"]),
        (&["s.user/pay"], &["`pay` is not bound to `s.user`", "it is bound to `s.order`"]),
        (&["/users/{id}/pay"], &["`pay` is not bound to `s.user`", "it is bound to `s.order`"]),
        (&["/users/greet"], &["belongs to one entity", "`/users('{id}')/greet`"]),
        (&["/users/{id}/sweep"], &["belongs to the collection", "`/users/sweep`"]),
        (&["/users/count/x"], &["selector:1:14", "does not declare it as composable"]),
        (&["/users/count(a={a})"], &["no overload with the parameters a", "`count()`"]),
        (&["/users/{id}/greet/x"], &["nothing can follow `greet`: it is an action"]),
        (&["/users/{id}/s.order"], &["cannot be cast to `s.order`, which is not derived from it"]),
        (&["/users/{id}/self.user"], &["is already a `s.user`"]),
        (&["/users/{id}/self.usr"], &["no type or operation `self.usr`"]),
        (&["/users(nam='{nam}')"], &["has no key or property `nam`", "did you mean `name`?"]),
        (&["/me('x')"], &["is one entity and takes no key"]),
        (&["/users/{id}/home/near/{id}"], &["complex values have no keys"]),
        (&["/users/{id}/$count"], &["is not a collection"]),
        (&["/users#PATCH"], &["selector:1:8", "PATCH"]),
        (&["/users/{id}/name"], &["primitive properties such as `name`", "s.user::{name}"]),
        (&["s.greet"], &["is an operation", "`s.entity/greet`"]),
        (&["s.nothing*"], &["no type matches"]),
        (&["!s.user"], &["nothing is selected"]),
    ] {
        let shown = error_of(selectors);
        for part in parts {
            assert!(shown.contains(part), "{selectors:?} should say {part:?}:\n{shown}");
        }
    }
}

#[needs::shared]
#[test]
fn the_closure_of_graphs_user_has_28_types() {
    let document = shared::path("metadata/v1.0/Prod.csdl");
    for selector in ["microsoft.graph.user", "/users/{id}/reprocessLicenseAssignment"] {
        let selected = Builder::new().metadata(&document).resolve().unwrap().select([selector]).unwrap();
        assert_eq!(selected.selection.types.len(), 28, "{selector}");
    }
}
