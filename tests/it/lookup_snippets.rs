//! The code that pages of the command `explain` show compiles.

use graph_codegen::{Builder, cli};
use graph_tests::scratch::{RUNTIME, Scratch};

/// Requests of all kinds: operations, resources, references, streams, functions, required options, long-running work.
const REQUESTS: [&str; 32] = [
    "POST /users/{id}/reprocessLicenseAssignment",
    "POST /users/{id}/assignLicense",
    "POST /me/sendMail",
    "GET /users",
    "GET /users/{id}",
    "POST /users",
    "PATCH /users/{id}",
    "DELETE /users/{id}",
    "GET /users/$count",
    "GET /users/delta()",
    "GET /users/{id}/manager",
    "GET /users/{id}/manager/$ref",
    "PUT /users/{id}/manager/$ref",
    "DELETE /users/{id}/manager/$ref",
    "GET /groups/{id}/members",
    "GET /groups/{id}/members/$ref",
    "POST /groups/{id}/members/$ref",
    "DELETE /groups/{id}/members/{id}/$ref",
    "GET /me/calendarView",
    "GET /me/photo/$value",
    "PUT /me/photo/$value",
    "GET /drives/{id}/items/{id}/content",
    "PUT /drives/{id}/items/{id}/content",
    "POST /drives/{id}/items/{id}/copy",
    "POST /drives/{id}/items/{id}/createUploadSession",
    "GET /drives/{id}/items/{id}/workbook/worksheets/{id}/range(address='{address}')",
    "POST /me/findMeetingTimes",
    "GET /me/messages/{id}/attachments",
    "POST /teams/{id}/channels/{id}/messages",
    "GET /identity/conditionalAccess/namedLocations",
    "GET /reports/getEmailActivityUserDetail(period='{period}')",
    "POST /communications/calls/{id}/addLargeGalleryView",
];

fn page(request: &str) -> serde_json::Value {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let arguments = ["xtask", "explain", request, "--format", "json"];
    let code = cli::run_with(Builder::new(), arguments, &mut out, &mut err);
    assert_eq!((code, String::from_utf8_lossy(&err).as_ref()), (0, ""), "{request}");
    serde_json::from_slice(&out).expect("JSON")
}

#[test]
fn snippets_compile() {
    let mut builder = Builder::new();
    let mut library = String::from(
        "#[allow(missing_docs, dead_code, deprecated, non_camel_case_types, unused_imports)]\n\
         pub mod graph { include!(\"graph.rs\"); }\n\n",
    );
    for (number, request) in REQUESTS.into_iter().enumerate() {
        let pages = page(request);
        let rust = &pages[0]["rust"];
        let (Some(selector), Some(code)) = (rust["selector"].as_str(), rust["code"].as_str()) else {
            panic!("{request} has no code: {pages:#}");
        };
        builder = builder.select(selector);
        library.push_str(&format!(
            "// {request}\n#[allow(dead_code, deprecated)]\nmod request_{number} {{\nuse super::graph;\n{code}}}\n"
        ));
    }
    let generated = builder.generate().unwrap_or_else(|error| panic!("{error}"));
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "lookup-snippets", RUNTIME).expect("a scratch crate");
    scratch.write("src/graph.rs", generated.text()).expect("the generated code");
    scratch.write("src/lib.rs", &library).expect("the snippets");
    let outcome = scratch.cargo(&["check", "--quiet"]).expect("cargo runs");
    assert!(outcome.is_success, "{}", outcome.output.chars().take(8000).collect::<String>());
}
