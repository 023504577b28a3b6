//! A hundred operations of Graph, chosen with a fixed seed, each selected on its own.
//!
//! The code of each compiles, and has only the operation and the types that it needs.

use std::collections::BTreeSet;

use graph_codegen::{
    Builder,
    chain::selectors,
    edm::{ItemType, Model, Operation, TypeId, TypeRef},
    selection::Method,
};
use graph_tests::{
    scratch::{RUNTIME, Scratch},
    seeded::Seeded,
    shared,
};

const COUNT: usize = 100;

#[needs::shared]
#[test]
fn each_operation_compiles_with_only_the_types_it_needs() {
    let metadata = shared::text("metadata/v1.0/Prod.csdl");
    let calls = shared::text("wire/official-sdk-operations.tsv");
    let builder = || Builder::new().metadata_text("Prod.csdl", metadata.clone());
    let model = builder().resolve().unwrap_or_else(|error| panic!("{error}")).model;
    let mut calls: Vec<(Method, &str)> = calls.lines().filter_map(call).collect();
    Seeded::new(20_261_124).shuffle(&mut calls);
    let scratch = Scratch::new(env!("CARGO_TARGET_TMPDIR"), "single-operations", RUNTIME).expect("a scratch crate");
    let mut lines = 0;
    let mut chosen = BTreeSet::new();
    for call in calls {
        // `official_operations` tests the operations that are not in the metadata.
        let mut selectors = selectors(&model, [call]);
        let Some(selector) = selectors.pop().filter(|_| selectors.is_empty()) else { continue };
        if !chosen.insert(selector.clone()) {
            continue;
        }
        let generated = builder().select(&selector).generate().unwrap_or_else(|error| panic!("{selector}: {error}"));
        let text = generated.text();
        check_closure(&selector, text, &model);
        lines += text.lines().count();
        // Each is a crate, so that it cannot use items of the others.
        scratch.write_example(&format!("operation_{}", chosen.len()), text).expect("a file");
        if chosen.len() == COUNT {
            break;
        }
    }
    assert_eq!(chosen.len(), COUNT);
    println!("{COUNT} operations, {lines} lines");
    let outcome = scratch.cargo(&["check", "--quiet", "--examples"]).expect("cargo runs");
    assert!(outcome.is_success, "{}", outcome.output);
}

fn call(line: &str) -> Option<(Method, &str)> {
    let (method, rest) = line.split_once('\t')?;
    Some((Method::from_name(method)?, rest.split('\t').next()?))
}

/// Checks that code has one operation and exactly the types that it needs.
fn check_closure(selector: &str, text: &str, model: &Model) {
    let descriptions = requests(text);
    assert_eq!(descriptions.len(), 1, "{selector}: {descriptions:?}");
    let structured = text.split("impl rt::Structured for ").chain(text.split("impl rt::Enumerated for ").skip(1));
    let names = structured.skip(1).filter_map(type_name);
    // The type name of a parameters struct is that of its operation.
    let (parameters, types): (BTreeSet<&str>, BTreeSet<&str>) = names.partition(|name| name.contains('/'));
    let operation = |name: &str| name.split('/').nth(1).map(str::to_owned);
    let is_its = |name: &&str| operation(name) == operation(descriptions[0]);
    assert!(parameters.len() < 2 && parameters.iter().all(is_its), "{selector}: {parameters:?}");
    let closures: Vec<BTreeSet<&str>> = match descriptions[0].split_once('/') {
        Some((bound, name)) => {
            let binding = model.find_type(bound).unwrap_or_else(|| panic!("{selector}: {bound}"));
            overloads(model, binding, name).into_iter().map(|of| closure(model, signature(of))).collect()
        }
        None if reads_no_type(selector) => vec![BTreeSet::new()],
        None => vec![closure(model, model.find_type(descriptions[0]).into_iter().collect())],
    };
    assert!(closures.contains(&types), "{selector}: {types:?} instead of {closures:?}");
}

/// Returns the qualified name of the first structured type in the return type of a method, given its signature.
fn returned_type<'t>(text: &'t str, signature: &str) -> Option<&'t str> {
    let (_, returned) = signature.rsplit_once("-> ")?;
    let names = returned.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|name| !name.is_empty());
    let mut impls = names.filter_map(|name| text.split(&format!("impl rt::Structured for {name} {{")).nth(1));
    impls.next().and_then(type_name)
}

/// The expressions with which generated methods make requests.
const REQUESTS: [&str; 13] = [
    "rt::Call::",
    "rt::Write::",
    "rt::Get::",
    "rt::List::",
    "rt::Delta::",
    "load::new(",
    "rt::get(",
    "rt::list(",
    "rt::count(",
    "rt::create(",
    "rt::update(",
    "rt::replace(",
    "rt::delete(",
];

/// Returns the requests in the code: operations by their names, others by the name of their type.
fn requests(text: &str) -> Vec<&str> {
    text.split("    pub fn ")
        .skip(1)
        .filter_map(|method| {
            let (signature, body) = method.split("\n    }").next()?.split_once(" {\n")?;
            let is_request = REQUESTS.iter().any(|request| body.contains(request));
            // The last name in a body is that of the operation. A body without one is a request for the returned type.
            let name = body.split('"').rfind(|text| text.starts_with("microsoft.graph."));
            name.or_else(|| returned_type(text, signature)).filter(|_| is_request)
        })
        .collect()
}

fn type_name(text: &str) -> Option<&str> {
    text.split("const TYPE_NAME: &'static str =").nth(1).and_then(quoted)
}

/// Whether a request reads no structured type: numbers, contents, references, and deletions.
fn reads_no_type(selector: &str) -> bool {
    let (path, method) = selector.split_once('#').unwrap_or((selector, "GET"));
    method == "DELETE" || ["/$count", "/$value", "/$ref"].iter().any(|end| path.ends_with(end))
}

/// Returns the operations with a name that can be called on a type.
fn overloads<'m>(model: &'m Model, binding: TypeId, name: &str) -> Vec<&'m Operation> {
    let bases: Vec<TypeId> =
        std::iter::successors(Some(binding), |id| model.type_(*id).structured()?.base_type).collect();
    let operations = model.operations().map(|(_, operation)| operation);
    operations
        .filter(|operation| operation.name.as_str().rsplit('.').next() == Some(name))
        .filter(|operation| operation.binding_type().is_some_and(|id| bases.contains(&id)))
        .collect()
}

/// Returns the types in a signature.
fn signature(operation: &Operation) -> Vec<TypeId> {
    let parameters = operation.call_parameters().iter().map(|parameter| &parameter.type_ref);
    parameters.chain(operation.return_type.iter().map(|returned| &returned.type_ref)).filter_map(declared).collect()
}

fn quoted(text: &str) -> Option<&str> {
    text.split('"').nth(1)
}

fn declared(type_ref: &TypeRef) -> Option<TypeId> {
    match &type_ref.item {
        ItemType::Declared(id) => Some(*id),
        _ => None,
    }
}

/// Returns the names of types, their base types, and the types of their structural properties.
///
/// `Json` is any JSON value, for which no type is generated.
fn closure(model: &Model, mut open: Vec<TypeId>) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    while let Some(id) = open.pop() {
        let of_type = model.type_(id);
        if of_type.name.as_str() == "microsoft.graph.Json" || !names.insert(of_type.name.as_str()) {
            continue;
        }
        let Some(structured) = of_type.structured() else { continue };
        open.extend(structured.base_type);
        open.extend(structured.properties.iter().filter_map(|property| declared(&property.type_ref)));
    }
    names
}
