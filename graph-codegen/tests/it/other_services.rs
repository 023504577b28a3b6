//! What commands say of services other than Graph.

use graph_codegen::Builder;

use crate::command::{fine, run};

const TRIPPIN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/documents/trippin.csdl");

/// A service without operations, whose entities are replaced.
const BOOKS: &str = r#"<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>
  <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="shop">
    <EntityType Name="Book"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>
    <EntityContainer Name="Container">
      <EntitySet Name="Books" EntityType="shop.Book">
        <Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record>
          <PropertyValue Property="UpdateMethod"><EnumMember>Org.OData.Capabilities.V1.HttpMethod/PUT</EnumMember></PropertyValue>
        </Record></Annotation>
      </EntitySet>
    </EntityContainer>
  </Schema></edmx:DataServices></edmx:Edmx>"#;

fn books() -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("books-{}.csdl", std::process::id()));
    std::fs::write(&path, BOOKS).unwrap();
    path.display().to_string()
}

#[test]
fn permissions_are_refused() {
    let ran = run(&["permissions", "--metadata", TRIPPIN, "--select", "/People"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    let expected = "permissions are known for Microsoft Graph only, and the metadata is that of another service";
    assert!(ran.err.contains(expected) && ran.err.contains("OperationRestrictions/Permissions"), "{}", ran.err);
}

#[test]
fn nothing_is_said_to_be_unknown() {
    let found = fine(&["operations", "--metadata", TRIPPIN, "--search", "list people"]);
    let header = found.lines().next().unwrap_or_default().trim();
    assert!(header == "request" && !found.contains("unknown"), "{found}");
    let page = fine(&["explain", "--metadata", TRIPPIN, "GET /People"]);
    assert!(!page.contains("unknown") && !page.contains("Access"), "{page}");
    assert!(fine(&["operations", "--search", "list users"]).contains("delegated"), "Graph's table is unchanged");
}

#[test]
fn a_service_without_operations_has_requests() {
    let books = books();
    let ran = run(&["operations", "--metadata", &books]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.contains("the metadata declares no actions and functions"), "{}", ran.err);
    assert!(ran.err.contains("use `--search WORDS`"), "{}", ran.err);
    assert!(fine(&["operations", "--metadata", &books, "--select", "shop.Book"]).contains("GET  /Books({id})"));
    assert!(fine(&["operations", "--metadata", &books, "--select", "/Books#POST"]).contains("POST"));
}

#[test]
fn a_cast_without_its_namespace_has_a_suggestion() {
    let error = Builder::new().metadata(TRIPPIN).select("/People/{id}/Trips/{id}/PlanItems/Flight").plan();
    let error = error.unwrap_err().to_string();
    let expected = "a cast has the namespace of its type: `Microsoft.OData.SampleService.Models.TripPin.Flight`";
    assert!(error.contains(expected), "{error}");
}

#[test]
fn the_hint_of_a_builder_names_the_method_that_updates() {
    let generated = Builder::new().metadata_text("books.csdl", BOOKS).select("/Books({id})#GET").generate();
    let text = generated.unwrap_or_else(|error| panic!("{error}")).text().to_owned();
    assert!(text.contains("to generate more, select /Books({id})#PUT,DELETE"), "{text}");
}
