//! The examples in Graph's documentation.
//!
//! Generated code reads each response and writes it back as equal JSON, even if it does not match the metadata. Each
//! body has the type of its call and is sent unchanged.

use std::collections::BTreeMap;

use graph_codegen::{
    Builder,
    chain::{Chains, selectors},
    plan::{Module, StructureOrigin},
    selection::Method,
};
use graph_tests::{scratch::Scratch, shared};
use serde_json::Value;

/// Returns the path of a URL, without host, version and query.
fn path(url: &str) -> Option<&str> {
    let rest = url.split_once("/v1.0")?.1;
    Some(rest.split(['?', ' ']).next().unwrap_or(rest))
}

/// Returns the Rust paths of entity and complex types by qualified name.
fn structures(root: &Module) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![(root, "graph".to_owned())];
    while let Some((module, path)) = open.pop() {
        for structure in &module.structures {
            if !matches!(structure.origin, StructureOrigin::Parameters(_)) {
                found.insert(structure.source.clone(), format!("{path}::{}", structure.name.as_str()));
            }
        }
        for child in &module.modules {
            let name = child.name.as_ref().map(ToString::to_string).unwrap_or_default();
            open.push((child, format!("{path}::{name}")));
        }
    }
    found
}

/// Returns the match arm for an example in `documented/main.rs`.
fn arm(index: usize, kind: &str, rust_type: &str) -> String {
    format!("        {index} => {kind}::<{rust_type}>(text),\n")
}

#[needs::shared]
#[test]
fn responses_are_written_back_and_bodies_are_typed() {
    let metadata = shared::path("metadata/v1.0/Prod.csdl");
    let text = shared::text("examples/examples.json");
    let examples: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let string = |example: &'_ Value, name: &str| example[name].as_str().map(str::to_owned);
    let with_body = |kind: &str| -> Vec<(usize, &Value)> {
        let of_kind = |(_, example): &(usize, &Value)| example["kind"] == *kind && example["body_raw"].is_string();
        examples.iter().enumerate().filter(of_kind).collect()
    };
    let (responses, requests) = (with_body("response"), with_body("request"));

    let builder = Builder::new().metadata(metadata);
    let model = builder.resolve().unwrap_or_else(|error| panic!("{error}")).model;
    let call = |example: &Value| Some((Method::from_name(&string(example, "method")?)?, string(example, "url")?));
    let calls: Vec<(usize, Method, String)> = requests
        .iter()
        .filter_map(|(index, example)| {
            call(example).and_then(|(method, url)| Some((*index, method, path(&url)?.to_owned())))
        })
        .collect();
    let named = |example: &Value| {
        let name = string(example, "odata_type")?;
        let name = name.strip_prefix("Collection(").and_then(|name| name.strip_suffix(')')).unwrap_or(&name).to_owned();
        model.find_type(&name).filter(|id| model.type_(*id).structured().is_some()).map(|_| name)
    };
    let mut chosen = selectors(&model, calls.iter().map(|(_, method, path)| (*method, path.as_str())));
    chosen.extend(responses.iter().filter_map(|(_, example)| named(example)));
    let builder = builder.select_text("examples", chosen.join("\n"));
    let planned = builder.plan().unwrap_or_else(|error| panic!("{error}"));
    let package = &planned.package;
    let types = structures(&package.root);

    let (mut arms, mut typed_responses, mut typed_bodies) = (String::new(), 0, 0);
    for (index, example) in &responses {
        let Some(rust_type) = named(example).and_then(|name| types.get(&name).cloned()) else { continue };
        arms.push_str(&arm(*index, if example["is_collection"] == true { "list" } else { "entity" }, &rust_type));
        typed_responses += 1;
    }
    let chains = Chains::new(&model, package);
    let mut pathless = Vec::new();
    for (index, method, path) in &calls {
        let body = match chains.find(*method, path) {
            Ok(chain) => chain.body,
            Err(error) => {
                pathless.push(format!("{method:?} {path}: {}", error.message));
                continue;
            }
        };
        let entity = body.as_ref().and_then(|body| body.strip_prefix("graph_runtime::Body<")?.strip_suffix('>'));
        match (entity, &body) {
            (Some(entity), _) => arms.push_str(&arm(*index, "body", entity)),
            (None, Some(parameters)) if parameters.starts_with("graph::") => {
                arms.push_str(&arm(*index, "parameters", parameters));
            }
            _ => continue,
        }
        typed_bodies += 1;
    }
    println!(
        "{typed_responses} of {} responses and {typed_bodies} of {} bodies have a generated type",
        responses.len(),
        requests.len()
    );
    pathless.iter().for_each(|call| println!("no call: {call}"));

    let dependencies = "graph-runtime = { path = \"{workspace}/graph-runtime\" }\n\
                        serde_json = \"1\"";
    let scratch =
        Scratch::new(env!("CARGO_TARGET_TMPDIR"), "documented-examples", dependencies).expect("a scratch crate");
    scratch.remove("src/lib.rs").expect("a program, not a library");
    scratch.write("src/main.rs", include_str!("../documented/main.rs")).expect("the program");
    let dispatch = format!(
        "use crate::{{body, entity, graph, list, parameters}};\n\n\
         pub fn check(index: usize, text: &str) -> Option<Result<crate::Checked, String>> {{\n    \
         Some(match index {{\n{arms}        _ => return None,\n    }})\n}}\n"
    );
    scratch.write("src/dispatch.rs", &dispatch).expect("the table");
    let generated = builder.generate().unwrap_or_else(|error| panic!("{error}"));
    scratch.write("src/graph.rs", generated.text()).expect("the generated code");
    let file = shared::path("examples/examples.json");
    let outcome = scratch.cargo(&["run", "--quiet", "--", &file.display().to_string()]).expect("cargo runs");
    println!("{}", outcome.output);
    assert!(outcome.is_success, "{}", outcome.output);
    assert!(typed_responses >= 190, "{typed_responses}");
    assert!(typed_bodies >= 40, "{typed_bodies}");
}
