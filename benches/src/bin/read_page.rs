//! Reading a page of 999 full users, as a multiple of structs with serde derives. Generated code reads it the way a call does: from the answer's bytes.

use std::{error::Error, process::ExitCode};

use bytes::Bytes;
use graph_benches::{
    Work, compare, people,
    readers::{LosslessPage, Page, derive, flatten, graph},
};
use graph_runtime::{Object, Operation, http};
use serde_json::{Value, from_slice};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let resolved = graph_codegen::Builder::new().resolve()?;
    let user = resolved.model.find_type("microsoft.graph.user").ok_or("the metadata has no user")?;
    let page = people::page(&resolved.model, user, 999);
    drop(resolved);
    check(&page)?;
    let client = graph_runtime::Client::builder().build()?;
    let operation = graph::GraphService::new(client).users().get();
    let answer = Bytes::from(page.clone());
    let read = || operation.read(http::Response::new(answer.clone()));
    compare(
        41,
        vec![
            Work::new("serde derive", || from_slice::<Page<derive::User>>(&page)),
            Work::new("serde derive with flatten", || from_slice::<LosslessPage<flatten::User>>(&page)),
            Work::new("serde_json::Value", || from_slice::<Value>(&page)),
            Work::new("generated", read),
        ],
    );
    Ok(())
}

/// All readers have to have read the same, or the figures compare nothing.
fn check(page: &[u8]) -> Result<(), Box<dyn Error>> {
    let value: Value = from_slice(page)?;
    let users = value["value"].as_array().ok_or("there are no users")?;
    let properties = users.first().and_then(Value::as_object).map_or(0, serde_json::Map::len);
    println!("{} users of {properties} properties, {} bytes", users.len(), page.len());
    let generated: graph_runtime::Page<Object<graph::User>> = from_slice(page)?;
    if serde_json::to_value(&generated)? != value {
        return Err("generated code did not write what it read".into());
    }
    // Derived structs do not tell null from absent.
    let mut plain = value.clone();
    without_nulls(&mut plain);
    let mut derived = serde_json::to_value(from_slice::<LosslessPage<flatten::User>>(page)?)?;
    without_nulls(&mut derived);
    if derived != plain {
        return Err("serde derive did not write what it read".into());
    }
    let mut derived = serde_json::to_value(from_slice::<Page<derive::User>>(page)?)?;
    without_nulls(&mut derived);
    if derived["value"] != plain["value"] {
        return Err("serde derive without flatten lost a declared property".into());
    }
    Ok(())
}

fn without_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(without_nulls);
        }
        Value::Array(list) => list.iter_mut().for_each(without_nulls),
        _ => {}
    }
}
