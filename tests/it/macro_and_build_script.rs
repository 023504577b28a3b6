//! The macro and the build script: the same code, the same calls, and built again when the metadata changes.

use graph_runtime::{Client, Structured};
use graph_tests::scratch::Scratch;
use stand_in_graph::StandIn;

mod by_build_script {
    graph_runtime::include_graph!();
}

mod by_macro {
    graph_macros::graph! {
        metadata: "../metadata/v1.0.csdl",
        select: ["/users/{id}/reprocessLicenseAssignment"],
    }
}

const USER: &str = "047dd774-f1c4-40f2-82f0-278de79f9b83";

#[tokio::test]
async fn both_make_the_same_call() {
    let stand_in = StandIn::start().await.expect("a port");
    let client = || Client::builder().base_url(stand_in.base_url()).build().expect("a client");
    let one = by_build_script::graph::GraphService::new(client());
    let one = one.users().by_id(USER).reprocess_license_assignment().send().await.expect("a user");
    let other = by_macro::graph::GraphService::new(client());
    let other = other.users().by_id(USER).reprocess_license_assignment().send().await.expect("a user");
    assert_eq!(serde_json::to_value(&one).expect("JSON"), serde_json::to_value(&other).expect("JSON"));
    assert!(one.assigned_licenses.is_some(), "{one:?}");
    let requests = stand_in.requests();
    let [first, second] = requests.as_slice() else { panic!("two requests: {requests:?}") };
    assert_eq!((&first.method, &first.target, &first.body), (&second.method, &second.target, &second.body));
    let names = |headers: &[(String, String)]| headers.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&first.headers), names(&second.headers));
    assert_eq!(first.header("content-length"), Some("0"));
    assert_eq!(by_build_script::graph::User::properties(), by_macro::graph::User::properties());
}

fn metadata(property: &str) -> String {
    format!(
        r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="s" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<ComplexType Name="thing"><Property Name="{property}" Type="Edm.String"/></ComplexType></Schema></edmx:DataServices></edmx:Edmx>"#
    )
}

#[test]
fn the_macro_is_expanded_again_when_its_metadata_changes() {
    let dependencies = "graph-macros = { path = \"{workspace}/graph-macros\" }\n\
                        graph-runtime = { path = \"{workspace}/graph-runtime\", default-features = false }";
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "rebuilt", dependencies).expect("a scratch crate");
    let library = "graph_macros::graph! { metadata: \"metadata/thing.csdl\", select: [\"s.thing\"] }\n\
                   pub fn colour(thing: &graph::Thing) -> Option<&str> { thing.colour.as_deref() }\n";
    scratch.write("src/lib.rs", library).expect("a file");
    for (property, is_right) in [("colour", true), ("color", false), ("colour", true)] {
        scratch.write("metadata/thing.csdl", &metadata(property)).expect("a file");
        let outcome = scratch.cargo(&["check", "--quiet"]).expect("cargo runs");
        assert_eq!(outcome.is_success, is_right, "{property}: {}", outcome.said);
        assert!(is_right || outcome.said.contains("no field `colour`"), "{}", outcome.said);
    }
}
