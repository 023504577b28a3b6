//! Types that are declared in documents that were not given.

use graph_codegen::Builder;

const DOCUMENT: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
  <edmx:Reference Uri="other.xml">
    <edmx:Include Namespace="other.namespace" Alias="other"/>
  </edmx:Reference>
  <edmx:DataServices>
    <Schema Namespace="sample" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="user">
        <Key><PropertyRef Name="id"/></Key>
        <Property Name="id" Type="Edm.String" Nullable="false"/>
        <Property Name="plan" Type="other.assignedPlan"/>
      </EntityType>
      <EntityType Name="guest" BaseType="other.namespace.person"/>
      <Action Name="assign" IsBound="true">
        <Parameter Name="bindingParameter" Type="sample.user"/>
        <Parameter Name="plans" Type="Collection(other.assignedPlan)"/>
      </Action>
      <EntityContainer Name="container">
        <EntitySet Name="users" EntityType="sample.user"/>
      </EntityContainer>
    </Schema>
  </edmx:DataServices>
</edmx:Edmx>
"#;

const OTHER: &str = r#"<Schema Namespace="other.namespace" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <ComplexType Name="assignedPlan"><Property Name="sku" Type="Edm.Guid"/></ComplexType>
  <EntityType Name="person"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
</Schema>
"#;

fn selected(selector: &str) -> Result<(), String> {
    let resolved = Builder::new().metadata_text("sample.csdl", DOCUMENT).resolve().unwrap();
    resolved.select([selector]).map(|_| ()).map_err(|error| error.to_string())
}

#[test]
fn external_types_are_not_an_error_until_they_are_selected() {
    let resolved = Builder::new().metadata_text("sample.csdl", DOCUMENT).resolve().unwrap();
    assert!(resolved.diagnostics.list().is_empty(), "{:?}", resolved.diagnostics.list());
}

#[test]
fn properties_of_external_types_are_an_error() {
    let expected = r#"error[unresolved]: `other.namespace.assignedPlan` is declared in `other.xml`, which was not given
  --> sample.csdl:10:37
   |
10 |         <Property Name="plan" Type="other.assignedPlan"/>
   |                                     ^^^^^^^^^^^^^^^^^^
   = help: add the referenced document: `.metadata("other.xml")`
"#;
    assert_eq!(selected("sample.user").unwrap_err(), expected);
}

#[test]
fn external_base_types_are_an_error() {
    let expected = r#"error[unresolved]: `other.namespace.person` is declared in `other.xml`, which was not given
  --> sample.csdl:12:7
   |
12 |       <EntityType Name="guest" BaseType="other.namespace.person"/>
   |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = help: add the referenced document: `.metadata("other.xml")`
"#;
    assert_eq!(selected("sample.guest").unwrap_err(), expected);
}

#[test]
fn parameters_of_external_types_are_an_error() {
    let expected = r#"error[unresolved]: `other.namespace.assignedPlan` is declared in `other.xml`, which was not given
  --> sample.csdl:15:39
   |
15 |         <Parameter Name="plans" Type="Collection(other.assignedPlan)"/>
   |                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
   = help: add the referenced document: `.metadata("other.xml")`
"#;
    assert_eq!(selected("/users/{id}/assign").unwrap_err(), expected);
}

#[test]
fn selecting_an_external_type_is_an_error() {
    let expected = r#"error[selector-unknown]: there is no type `other.namespace.person` in the metadata
 --> selector:1:1
  |
1 | other.namespace.person
  | ^^^^^^^^^^^^^^^^^^^^^^
  = note: `other.namespace` is declared in `other.xml`, which was not given
  = help: add the referenced document: `.metadata("other.xml")`
"#;
    assert_eq!(selected("other.namespace.person").unwrap_err(), expected);
}

#[test]
fn external_types_are_found_in_other_documents() {
    let builder = Builder::new().metadata_text("sample.csdl", DOCUMENT).metadata_text("other.csdl", OTHER);
    for selector in ["sample.user", "sample.guest", "/users/{id}/assign", "other.namespace.person"] {
        let selected = builder.resolve().unwrap().select([selector]);
        assert!(selected.is_ok(), "{}", selected.unwrap_err());
    }
}

#[test]
fn a_path_into_a_second_container_is_an_error_that_says_so() {
    let second = r#"<EntityContainer Name="other"/><EntityContainer Name="base"/>
      <EntityContainer Name="more" Extends="sample.base"/><EntityContainer Name="container">"#;
    let document = DOCUMENT.replace(r#"<EntityContainer Name="container">"#, second);
    let resolved = Builder::new().metadata_text("sample.csdl", document).resolve().unwrap();
    let error = resolved.select(["/users"]).map(drop).unwrap_err().to_string();
    assert!(
        error.contains("`sample.container` has it, which is ignored: a service has one entity container"),
        "{error}"
    );
}

#[test]
fn inherited_properties_are_reported_once() {
    let derived = r#"<EntityType Name="member" BaseType="sample.user"/><EntityContainer"#;
    let document = DOCUMENT.replace("<EntityContainer", derived);
    let resolved = Builder::new().metadata_text("sample.csdl", document).resolve().unwrap();
    let error = resolved.select(["sample.member", "sample.user"]).map(|_| ()).unwrap_err().to_string();
    assert_eq!(error.matches("`other.namespace.assignedPlan` is declared").count(), 1, "{error}");
}
