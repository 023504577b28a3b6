//! Measures reading a page of 999 users with all properties, relative to structs with serde derives.
//!
//! Generated code reads the bytes of a response, as a call does.

use std::{error::Error, process::ExitCode};

use bytes::Bytes;
use graph_benches::{
    Work, compare,
    readers::{LosslessPage, Page, derive, flatten, graph},
    users,
};
use graph_runtime::{Object, Operation, http};
use serde_json::{Value, from_slice};

fn main() -> ExitCode {
    graph_benches::exit_code(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    let resolved = graph_codegen::Builder::new().resolve()?;
    let user =
        resolved.model.find_type("microsoft.graph.user").ok_or("the metadata has no type `microsoft.graph.user`")?;
    let page = users::page(&resolved.model, user, 999);
    drop(resolved);
    check(&page)?;
    let client = graph_runtime::Client::builder().build()?;
    let operation = graph::GraphService::new(client).users().get();
    let body = Bytes::from(page.clone());
    let read = || operation.read(http::Response::new(body.clone()));
    let times = compare(
        41,
        vec![
            Work::new("serde derive", || from_slice::<Page<derive::User>>(&page)),
            Work::new("serde derive with flatten", || from_slice::<LosslessPage<flatten::User>>(&page)),
            Work::new("serde_json::Value", || from_slice::<Value>(&page)),
            Work::new("generated", read),
        ],
    );
    times.row("page of 999 full users / serde derives", "generated", "serde derive", Some(0.7));
    let flatten = "serde derive with flatten";
    times.row("page of 999 full users / serde derives with flatten", "generated", flatten, Some(1.0));
    Ok(())
}

/// Checks that all readers read the same values, since the figures are not comparable otherwise.
fn check(page: &[u8]) -> Result<(), Box<dyn Error>> {
    let value: Value = from_slice(page)?;
    let users = value["value"].as_array().ok_or("the page has no users")?;
    let properties = users.first().and_then(Value::as_object).map_or(0, serde_json::Map::len);
    println!("{} users with {properties} properties, {} bytes", users.len(), page.len());
    let generated: graph_runtime::Page<Object<graph::User>> = from_slice(page)?;
    if serde_json::to_value(&generated)? != value {
        return Err("generated code did not write what it had read".into());
    }
    // Structs with serde derives do not distinguish null from absent.
    let mut expected = value.clone();
    remove_nulls(&mut expected);
    let mut derived = serde_json::to_value(from_slice::<LosslessPage<flatten::User>>(page)?)?;
    remove_nulls(&mut derived);
    if derived != expected {
        return Err("serde derive did not write what it had read".into());
    }
    let mut derived = serde_json::to_value(from_slice::<Page<derive::User>>(page)?)?;
    remove_nulls(&mut derived);
    if derived["value"] != expected["value"] {
        return Err("serde derive without flatten lost a declared property".into());
    }
    Ok(())
}

fn remove_nulls(value: &mut Value) {
    match value {
        Value::Object(object) => {
            object.retain(|_, value| !value.is_null());
            object.values_mut().for_each(remove_nulls);
        }
        Value::Array(list) => list.iter_mut().for_each(remove_nulls),
        _ => {}
    }
}
