//! The macro and the build script generate code that makes the same calls, and rebuild it when the metadata changes.

use graph_runtime::{Client, codegen::Structured};
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
async fn they_make_the_same_call() {
    let stand_in = StandIn::start().await.expect("a port");
    let client = || Client::builder().base_url(stand_in.base_url()).build().expect("a client");
    let first = by_build_script::graph::GraphService::new(client());
    let first = first.users().by_id(USER).reprocess_license_assignment().send().await.expect("a user");
    let second = by_macro::graph::GraphService::new(client());
    let second = second.users().by_id(USER).reprocess_license_assignment().send().await.expect("a user");
    assert_eq!(serde_json::to_value(&first).expect("JSON"), serde_json::to_value(&second).expect("JSON"));
    assert!(first.assigned_licenses.is_some(), "{first:?}");
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
fn a_change_of_the_metadata_expands_the_macro_again() {
    let dependencies = "graph-macros = { path = \"{workspace}/graph-macros\" }\n\
                        graph-runtime = { path = \"{workspace}/graph-runtime\", default-features = false }";
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "rebuilt", dependencies).expect("a scratch crate");
    let library = "graph_macros::graph! { metadata: \"metadata/thing.csdl\", select: [\"s.thing\"] }\n\
                   pub fn colour(thing: &graph::Thing) -> Option<&str> { thing.colour.as_deref() }\n";
    scratch.write("src/lib.rs", library).expect("a file");
    for (property, compiles) in [("colour", true), ("color", false), ("colour", true)] {
        scratch.write("metadata/thing.csdl", &metadata(property)).expect("a file");
        let outcome = scratch.cargo(&["check", "--quiet"]).expect("cargo runs");
        assert_eq!(outcome.is_success, compiles, "{property}: {}", outcome.output);
        assert!(compiles || outcome.output.contains("no field `colour`"), "{}", outcome.output);
    }
}
