//! A hundred selections of one operation each, from all over Graph by a fixed seed: each compiles by itself, and is that operation and
//! the types that it cannot do without.

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
fn each_compiles_and_is_no_more_than_its_closure() {
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
        // What the metadata does not have is another test's business.
        let mut selectors = selectors(&model, [call]);
        let Some(selector) = selectors.pop().filter(|_| selectors.is_empty()) else { continue };
        if !chosen.insert(selector.clone()) {
            continue;
        }
        let generated = builder().select(&selector).generate().unwrap_or_else(|error| panic!("{selector}: {error}"));
        let text = generated.text();
        check_closure(&selector, text, &model);
        lines += text.lines().count();
        // A crate for each, so that none can lean on its neighbours.
        scratch.write_example(&format!("operation_{}", chosen.len()), text).expect("its file");
        if chosen.len() == COUNT {
            break;
        }
    }
    assert_eq!(chosen.len(), COUNT);
    println!("{COUNT} operations, {lines} lines");
    let outcome = scratch.cargo(&["check", "--quiet", "--examples"]).expect("cargo runs");
    assert!(outcome.is_success, "{}", outcome.said);
}

fn call(line: &str) -> Option<(Method, &str)> {
    let (method, rest) = line.split_once('\t')?;
    Some((Method::from_name(method)?, rest.split('\t').next()?))
}

/// Checks that a text has one operation, the types that it needs, and no others.
fn check_closure(selector: &str, text: &str, model: &Model) {
    let descriptions = requests(text);
    assert_eq!(descriptions.len(), 1, "{selector}: {descriptions:?}");
    let structured = text.split("impl rt::Structured for ").chain(text.split("impl rt::Enumerated for ").skip(1));
    let names = structured.skip(1).filter_map(type_name);
    // A struct of parameters is named after its operation.
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

/// What is called: operations by their names, requests on a resource by that of its type.
fn requests(text: &str) -> Vec<&str> {
    // A method of the type's own says what it calls; the last name in it is that of the operation.
    let generated = text.split("    pub fn ").skip(1).filter_map(|method| {
        let body = method.split("\n    }").next()?;
        let is_request = body.contains("rt::Call::") || body.contains("rt::Write::") || body.contains("load::new(");
        let is_read = ["rt::Get::", "rt::List::", "rt::Delta::"].iter().any(|request| body.contains(request));
        let last = body.split('"').rfind(|text| text.starts_with("microsoft.graph."));
        last.filter(|_| is_request || is_read)
    });
    // What the runtime's request builders have is said by types.
    let shared = text.split("impl rt::Place for ").skip(1).flat_map(|place| {
        let kinds = ["rt::EntityMethods<", "rt::CollectionMethods<rt::Yes, ", "rt::CollectionMethods<rt::No, "];
        let lists = kinds.iter().filter_map(|kind| place.split(kind).nth(1)?.split(";\n").next());
        let count: usize =
            lists.map(|list| 3 - list.matches("rt::No,").count() - list.matches("rt::No>").count()).sum();
        std::iter::repeat_n(type_name(place).unwrap_or_default(), count)
    });
    generated.chain(shared).collect()
}

fn type_name(text: &str) -> Option<&str> {
    text.split("const TYPE_NAME: &'static str = ").nth(1).and_then(quoted)
}

/// Numbers, contents and references have no fields, and neither has what is deleted.
fn reads_no_type(selector: &str) -> bool {
    let (path, method) = selector.split_once('#').unwrap_or((selector, "GET"));
    method == "DELETE" || ["/$count", "/$value", "/$ref"].iter().any(|end| path.ends_with(end))
}

/// The operations of a name that can be called on a type.
fn overloads<'m>(model: &'m Model, binding: TypeId, name: &str) -> Vec<&'m Operation> {
    let bases: Vec<TypeId> =
        std::iter::successors(Some(binding), |id| model.type_(*id).structured()?.base_type).collect();
    let operations = model.operations().map(|(_, operation)| operation);
    operations
        .filter(|operation| operation.name.as_str().rsplit('.').next() == Some(name))
        .filter(|operation| operation.binding_type().is_some_and(|id| bases.contains(&id)))
        .collect()
}

/// The types that stand in a signature.
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

/// Types with their base types, and those of their structural properties; `Json` is any JSON, and no type of its own.
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
