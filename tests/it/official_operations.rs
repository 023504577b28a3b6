//! The 16,066 operations of the official SDK, each given by its method and URL template.
//!
//! Each has generated code with the same return type, or a reason why the metadata does not have it. The differences
//! are committed, with the number of each kind.

use std::{collections::BTreeMap, env, fs, path::PathBuf};

use super::documented_requests;
use graph_codegen::{
    Builder, Planned,
    chain::{Chain, Chains, selectors},
    selection::Method,
};
use graph_tests::{scratch::Scratch, seeded::Seeded, shared};

/// A line of the list.
struct Operation<'t> {
    method: Method,
    template: &'t str,
    returns: &'t str,
}

fn operations(text: &str) -> Vec<Operation<'_>> {
    let of_line = |line| {
        let columns: Vec<&str> = str::split(line, '\t').collect();
        let [method, template, _, returns, ..] = columns[..] else { return None };
        Some(Operation { method: Method::from_name(method)?, template, returns })
    };
    text.lines().filter_map(of_line).collect()
}

fn plan(operations: &[&Operation<'_>]) -> (Builder, Planned) {
    let builder = Builder::new().metadata(shared::path("metadata/v1.0/Prod.csdl"));
    let model = builder.resolve().unwrap_or_else(|error| panic!("{error}")).model;
    let calls = operations.iter().map(|operation| (operation.method, operation.template));
    let builder = builder.select_text("operations", selectors(&model, calls).join("\n"));
    let planned = builder.plan().unwrap_or_else(|error| panic!("{error}"));
    (builder, planned)
}

/// Returns the name of a Rust type as in the official SDK: without module and wrapper, in lower case.
fn simple(rust_type: &str) -> String {
    let name = rust_type.rsplit(['<', ':']).next().unwrap_or(rust_type);
    name.trim_end_matches('>').to_lowercase()
}

/// Whether a chain returns the type that the SDK returns.
///
/// The SDK wraps the results of actions in types of their own, named by the path.
fn agrees(chain: &Chain, official: &str) -> bool {
    let (is_page, simple) = (chain.returns.contains("Page<"), simple(&chain.returns));
    match official {
        "" | "None" => chain.returns == "()" || chain.returns.starts_with("Option<"),
        "int" => matches!(simple.as_str(), "i64" | "i32"),
        "str" => simple == "link",
        "bytes" => matches!(simple.as_str(), "bytes" | "content" | "uploaded"),
        "StringCollectionResponse" if simple == "link" => is_page,
        _ => {
            let official = official.to_lowercase();
            // Collections and primitive values; the list does not have their item types.
            let is_wrapped = official.ends_with("getresponse") || official.ends_with("postresponse");
            let of_a_type = ["graph_runtime::Object<graph::", "graph_runtime::Member<graph::"];
            let is_of_a_type = of_a_type.iter().any(|wrapper| chain.returns.starts_with(wrapper));
            let may_be_wrapped = is_page || !is_of_a_type && chain.returns != "()";
            // Generated code distinguishes colliding names by a number.
            let numberless = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
            !is_page && numberless(&simple) == numberless(&official)
                || is_page && official.strip_suffix("collectionresponse").map(numberless) == Some(numberless(&simple))
                || is_wrapped && may_be_wrapped
        }
    }
}

/// Returns a message without its names.
fn kind(message: &str) -> String {
    let mut text = String::new();
    for (number, part) in message.split('`').enumerate() {
        text.push_str(if number % 2 == 0 { part } else { "…" });
    }
    text
}

#[needs::shared]
#[test]
fn each_operation_has_code_or_a_reason() {
    let text = shared::text("wire/official-sdk-operations.tsv");
    let operations = operations(&text);
    let (_, Planned { selected, package, .. }) = plan(&operations.iter().collect::<Vec<_>>());
    let chains = Chains::new(&selected.resolved.model, &package);
    let (mut resolved, mut equal) = (0usize, 0usize);
    let mut kinds: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut note = |kind: String, operation: &Operation<'_>| {
        let path = operation.template.split("{?").next().unwrap_or_default();
        let example = format!("{} {path}", operation.method.as_str());
        kinds.entry(kind).or_insert((0, example)).0 += 1;
    };
    for operation in &operations {
        match chains.find(operation.method, operation.template) {
            Ok(chain) => {
                resolved += 1;
                if agrees(&chain, operation.returns) {
                    equal += 1;
                } else {
                    let official = if operation.returns == "bytes" { "bytes" } else { "a type" };
                    let ours = match chain.returns.as_str() {
                        "()" => "nothing",
                        _ => "another type",
                    };
                    note(format!("the official SDK returns {official}, the generated code {ours}"), operation);
                }
            }
            Err(diagnostic) => note(format!("none: {}", kind(&diagnostic.message)), operation),
        }
    }
    let share = |part: usize| part as f64 * 100.0 / operations.len() as f64;
    let mut report = format!(
        "{} operations\n{resolved} resolved ({:.2} %)\n{equal} with the same return type ({:.2} %)\n\n",
        operations.len(),
        share(resolved),
        share(equal)
    );
    for (kind, (count, example)) in &kinds {
        report.push_str(&format!("{count:5}  {kind}\n       such as {example}\n"));
    }
    println!("{report}");
    compare(&report);
}

fn compare(report: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/official_operations.txt");
    let committed = fs::read_to_string(&path).unwrap_or_default();
    if committed != report {
        if env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
            fs::write(&path, report).expect("the file is written");
            return;
        }
        panic!(
            "golden/official_operations.txt differs; to accept it, run `UPDATE_GOLDEN=1 cargo test -p graph-tests \
             official_operations`\n--- now\n{report}"
        );
    }
}

#[needs::shared]
#[test]
fn the_chains_compile() {
    let text = shared::text("wire/official-sdk-operations.tsv");
    let operations = operations(&text);
    let mut order: Vec<&Operation<'_>> = operations.iter().collect();
    Seeded::new(16_066).shuffle(&mut order);
    order.truncate(400);
    // With queries, which the list does not have.
    let documented: Vec<(Method, String)> = documented_requests::documented()
        .into_iter()
        .filter(|(_, url)| url.contains('?'))
        .chain(documented_requests::forms())
        .collect();
    let documented: Vec<Operation<'_>> =
        documented.iter().map(|(method, url)| Operation { method: *method, template: url, returns: "" }).collect();
    order.extend(&documented);
    let (builder, Planned { selected, package, .. }) = plan(&order);
    let chains = Chains::new(&selected.resolved.model, &package);
    let mut library = String::from(
        "#[allow(missing_docs, dead_code, deprecated, non_camel_case_types, unused_imports)]\n\
         pub mod graph { include!(\"graph.rs\"); }\n\n",
    );
    let mut number = 0;
    for operation in order {
        let Ok(chain) = chains.find(operation.method, operation.template) else { continue };
        number += 1;
        let arguments: String =
            chain.arguments.iter().map(|argument| format!(", {}: {}", argument.name, argument.rust_type)).collect();
        library.push_str(&format!(
            "// {} {}\n\
             pub async fn call_{number}(service: &graph::GraphService{arguments})\n    \
             -> Result<{}, Box<dyn std::error::Error>> {{\n    Ok({}.send().await?)\n}}\n",
            operation.method.as_str(),
            operation.template,
            chain.returns,
            chain.expression
        ));
    }
    assert!(number > 430, "{number}");
    let generated = builder.generate().unwrap_or_else(|error| panic!("{error}"));
    let dependency = "graph-runtime = { path = \"{workspace}/graph-runtime\", default-features = false }";
    let scratch =
        Scratch::new(env!("CARGO_TARGET_TMPDIR"), "official-operations", dependency).expect("a scratch crate");
    scratch.write("src/graph.rs", generated.text()).expect("the generated code");
    scratch.write("src/lib.rs", &library).expect("the calls");
    let outcome = scratch.cargo(&["check", "--quiet"]).expect("cargo runs");
    assert!(outcome.is_success, "{}", outcome.output.chars().take(8000).collect::<String>());
}
