//! The service of `cap-users.xml`, whose own server is SAP CAP, on odatapy, in both versions.

use graph_codegen::Builder;
use graph_tests::{scratch::Scratch, shared};

/// The lines that the client prints.
const EXPECTED: [&str; 5] = ["entities", "filters", "composite keys", "entity tags", "batches"];

#[needs::shared]
#[needs::odatapy]
#[test]
fn a_generated_client_calls_another_server_of_the_same_metadata() {
    let dependencies = r#"graph-runtime = { path = "{workspace}/graph-runtime" }
tokio = { version = "1.54", default-features = false, features = ["macros", "rt", "time"] }"#;
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "users-client", dependencies).expect("a scratch crate");
    scratch.write("src/main.rs", include_str!("../../odatapy/client/main.rs")).expect("the client");
    scratch.remove("src/lib.rs").expect("a program, not a library");
    let metadata = shared::text("csdl/cap-users.xml");
    let builder = Builder::new().metadata_text("cap-users.xml", metadata).select("/**").select("**");
    let generated = builder.generate().unwrap_or_else(|error| panic!("{error}"));
    scratch.write("src/graph.rs", generated.text()).expect("the generated code");
    for version in ["4.0", "4.01"] {
        let address = format!("{}/cap-users~client-{version}", super::SERVER.address());
        let outcome = scratch.cargo(&["run", "--quiet", "--", &address, version]).expect("cargo runs");
        assert!(outcome.is_success, "{version}: {}", outcome.output);
        for expected in EXPECTED {
            assert!(outcome.output.contains(&format!("ok {expected}\n")), "{version}, {expected}: {}", outcome.output);
        }
    }
}
