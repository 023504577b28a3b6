//! What an editor shows of generated code: rust-analyzer's completion, hover and definitions, asked over its protocol.

use std::collections::BTreeSet;

use graph_codegen::Builder;
use graph_tests::scratch::{RUNTIME, Scratch};
use serde_json::Value;

use self::server::Server;

#[path = "../../needs/rust_analyzer.rs"]
mod rust_analyzer;
mod server;

const SELECTORS: [&str; 4] = [
    "/users/{id}#GET,PATCH",
    "/users",
    "microsoft.graph.user/assignLicense",
    "microsoft.graph.user/reprocessLicenseAssignment",
];

/// The program that is edited. `HERE` is replaced by what is typed, and `|` in that is the cursor.
const PROGRAM: &str = r#"#[allow(missing_docs, clippy::all, dead_code, deprecated)]
mod graph;

use graph_runtime::{Client, Error};

async fn edited(service: graph::GraphService, parameters: graph::UserAssignLicense) -> Result<(), Error> {
    let users = service.users();
    let user = users.by_id("adele@contoso.com");
    let read = user.get().send().await?;
    HERE
    Ok(())
}

fn main() -> Result<(), Error> {
    let service = graph::GraphService::new(Client::builder().build()?);
    drop(edited(service, graph::UserAssignLicense::default()));
    Ok(())
}
"#;

/// Methods that the standard library's traits give: a completion may offer them.
const STANDARD: [&str; 8] = ["clone", "clone_from", "clone_into", "fmt", "into", "to_owned", "try_into", "type_id"];

const COMPLETIONS: [(&str, &[&str]); 3] = [
    ("service.|", &["me", "users"]),
    ("users.|", &["by_id", "get"]),
    ("user.|", &["assign_license", "get", "reprocess_license_assignment", "update"]),
];

/// What is typed, and what its documentation and signature say.
const HOVERS: [(&str, &[&str]); 8] = [
    ("users.by_|id(\"\");", &["-> UserRequestBuilder", "`id`"]),
    ("users.g|et();", &["-> rt::List<User>", "`GET /users`"]),
    ("user.g|et();", &["-> rt::Get<User>", "`GET /users/{id}`"]),
    ("user.upd|ate(graph_runtime::Body::new());", &["body: rt::Body<User>", "`PATCH /users/{id}`"]),
    (
        "user.assign_|license(&parameters);",
        &["-> rt::Call<rt::Object<User>>", "UserAssignLicense", "`POST /users/{id}/assignLicense`"],
    ),
    (
        "user.reprocess_|license_assignment();",
        &[
            "-> rt::Call<rt::Object<User>>",
            "`POST /users/{id}/reprocessLicenseAssignment`",
            "delegated",
            "application",
            "`User.ReadWrite.All`",
            "License Administrator",
            "UsGovernmentDod",
        ],
    ),
    ("&read.display_|name;", &["pub display_name: Option<String>", "`displayName`"]),
    ("graph::User::DISPLAY_|NAME;", &["rt::Property<Self, String>", "`displayName`"]),
];

/// What is typed, and the line of `src/graph.rs` that it is defined at, with the item that this line is in.
const DEFINITIONS: [(&str, &str, &str); 5] = [
    ("users.g|et();", "impl UserCollectionRequestBuilder {", "pub fn get("),
    ("user.g|et();", "impl UserRequestBuilder {", "pub fn get("),
    ("user.assign_|license(&parameters);", "impl UserRequestBuilder {", "pub fn assign_license("),
    ("&read.display_|name;", "pub struct User {", "pub display_name: "),
    ("graph::User::DISPLAY_|NAME;", "impl User {", "pub const DISPLAY_NAME: "),
];

/// The program while something is typed.
struct Edited {
    server: Server,
    generated: String,
}

impl Edited {
    fn start() -> Self {
        let missing = "missing; does this test have `#[needs::rust_analyzer]`?";
        let program = rust_analyzer::find().unwrap_or_else(|| panic!("rust-analyzer is {missing}"));
        let library = rust_analyzer::standard_library().unwrap_or_else(|| panic!("rust-src is {missing}"));
        let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "edited", RUNTIME).expect("a scratch crate");
        scratch.remove("src/lib.rs").expect("a program, not a library");
        let builder = Builder::new().select_text("selectors", SELECTORS.join("\n"));
        let generated = builder.generate().unwrap_or_else(|error| panic!("{error}")).text().to_owned();
        scratch.write("src/graph.rs", &generated).expect("the generated code");
        let text = PROGRAM.replace("    HERE\n", "");
        scratch.write("src/main.rs", &text).expect("the program");
        let checked = scratch.cargo(&["check", "--quiet"]).expect("cargo runs");
        assert!(checked.is_success, "{}", checked.said);
        let mut server = Server::start(&program, &library, scratch.directory());
        server.open("src/main.rs", &text);
        Self { server, generated }
    }

    fn ask(&mut self, method: &str, typed: &str) -> Value {
        let text = PROGRAM.replace("HERE", typed);
        let (before, after) = text.split_once('|').expect("a cursor");
        let line = before.matches('\n').count();
        let column = before.lines().last().map_or(0, str::len);
        self.server.change("src/main.rs", &format!("{before}{after}"));
        self.server.ask(method, "src/main.rs", (line, column))
    }

    /// The fields and methods that are offered, those of the standard library's traits apart.
    fn completions(&mut self, typed: &str) -> BTreeSet<String> {
        let result = self.ask("textDocument/completion", typed);
        let items = result["items"].as_array().or(result.as_array()).cloned().unwrap_or_default();
        // Snippets and keywords are offered after every expression.
        let is_item = |item: &&Value| ![14, 15].contains(&item["kind"].as_u64().unwrap_or(0));
        let name = |item: &Value| {
            let label = item["label"].as_str().unwrap_or_default();
            label.split(['(', ' ']).next().unwrap_or(label).to_owned()
        };
        items.iter().filter(is_item).map(name).filter(|name| !STANDARD.contains(&name.as_str())).collect()
    }

    fn hover(&mut self, typed: &str) -> String {
        let result = self.ask("textDocument/hover", typed);
        result["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// The line that something is defined at, with the item that this line is in.
    fn definition(&mut self, typed: &str) -> Result<(&str, &str), String> {
        let result = self.ask("textDocument/definition", typed);
        let place = if result.is_array() { &result[0] } else { &result };
        let is_generated = place["uri"].as_str().is_some_and(|uri| uri.ends_with("/src/graph.rs"));
        let number = place["range"]["start"]["line"].as_u64().filter(|_| is_generated);
        let lines: Vec<&str> = self.generated.lines().collect();
        let number = number.and_then(|number| usize::try_from(number).ok()).ok_or_else(|| result.to_string())?;
        let above = lines.get(..number).unwrap_or_default();
        let item = above.iter().rfind(|line| line.starts_with("impl") || line.starts_with("pub ")).unwrap_or(&"");
        Ok((item, lines.get(number).unwrap_or(&"").trim()))
    }
}

#[needs::rust_analyzer]
#[test]
fn an_editor_offers_what_was_selected_and_explains_it() {
    let mut edited = Edited::start();
    let mut wrong = Vec::new();
    for (typed, expected) in COMPLETIONS {
        let offered = edited.completions(typed);
        println!("{typed}: {offered:?}");
        if !offered.iter().eq(expected.iter()) {
            wrong.push(format!("`{typed}` offers {offered:?} instead of {expected:?}"));
        }
    }
    for (typed, expected) in HOVERS {
        let shown = edited.hover(typed);
        println!("\n{typed}:\n{shown}");
        let missing: Vec<_> = expected.iter().filter(|part| !shown.contains(**part)).collect();
        if !missing.is_empty() {
            wrong.push(format!("`{typed}` does not show {missing:?} but\n{shown}"));
        }
    }
    for (typed, item, line) in DEFINITIONS {
        let defined = edited.definition(typed);
        if !defined.as_ref().is_ok_and(|(found, at)| *found == item && at.starts_with(line)) {
            wrong.push(format!("`{typed}` is defined at {defined:?} instead of {line:?} in {item:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
