//! Reads and writes the examples of Graph's documentation with generated code.
//!
//! `tests/it/examples.rs` compiles and runs it, with the generated code and a table of the type of each example.

#[allow(deprecated)]
mod dispatch;
#[allow(missing_docs, clippy::all, dead_code, deprecated, non_camel_case_types, unused_imports)]
mod graph;

use graph_runtime::{
    Client, Get, List, Object, Operation,
    codegen::{Resource, Structured},
    http, serde,
};

/// The result of checking an example.
pub enum Checked {
    /// It was read and written back equal.
    Equal,
    /// It is not JSON, and the error says so.
    NotJson,
    /// A body was written back equal, and has no undeclared properties.
    Typed,
}

type Outcome = Result<Checked, String>;

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text).is_ok()
}

fn compare(text: &str, written: Vec<u8>) -> Result<(), String> {
    let expected: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let written: serde_json::Value = serde_json::from_slice(&written).map_err(|error| error.to_string())?;
    let unwrapped = unwrapped(&expected);
    let is_same = is_equal(&written, &expected) || unwrapped.is_some_and(|unwrapped| is_equal(&written, unwrapped));
    if is_same { Ok(()) } else { Err(format!("{written}\n  instead of {expected}")) }
}

/// Returns the inner object of `{"value": {…}}`, which some services send for a single object.
fn unwrapped(value: &serde_json::Value) -> Option<&serde_json::Value> {
    let object = value.as_object()?;
    let inner = object.get("value").filter(|inner| inner.is_object())?;
    object.keys().all(|name| name == "value" || name.starts_with('@')).then_some(inner)
}

/// Whether two values are equal as JSON, where `50` equals `50.0`.
fn is_equal(left: &serde_json::Value, right: &serde_json::Value) -> bool {
    use serde_json::Value::{Array, Number, Object};
    match (left, right) {
        (Array(left), Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_equal(left, right))
        }
        (Object(left), Object(right)) => {
            let same = |(name, value)| right.get(name).is_some_and(|other| is_equal(value, other));
            left.len() == right.len() && left.iter().all(same)
        }
        (Number(left), Number(right)) => left == right || left.as_f64() == right.as_f64(),
        _ => left == right,
    }
}

/// Returns a resource for operations that are not sent.
fn resource() -> Result<Resource, String> {
    let client = Client::builder().base_url("http://127.0.0.1:9").build().map_err(|error| error.to_string())?;
    Ok(Resource::root(client))
}

/// Checks a response as an operation reads it.
fn response<O: Operation<Output: serde::Serialize>>(operation: &O, text: &str) -> Outcome {
    let response = http::Response::builder().header("content-type", "application/json").body(text.to_owned().into());
    match operation.read(response.map_err(|error| error.to_string())?) {
        Ok(value) => {
            let written = serde_json::to_vec(&value).map_err(|error| error.to_string())?;
            compare(text, written).map(|()| Checked::Equal)
        }
        Err(error) if error.is_decode() && !is_json(text) => Ok(Checked::NotJson),
        Err(error) => Err(format!("{error:#}")),
    }
}

/// Checks an entity.
pub fn entity<T: Structured>(text: &str) -> Outcome {
    response(&Get::<T>::new(&resource()?, "example", &[]), text)
}

/// Checks a page of entities.
pub fn list<T: Structured>(text: &str) -> Outcome {
    response(&List::<T>::new(&resource()?, "example", &[]), text)
}

/// Checks the parameters of an action.
pub fn parameters<T: Structured>(text: &str) -> Outcome {
    if !is_json(text) {
        return Ok(Checked::NotJson);
    }
    let value: Object<T> = serde_json::from_str(text).map_err(|error| error.to_string())?;
    compare(text, serde_json::to_vec(&value).map_err(|error| error.to_string())?)?;
    Ok(if value.extra.is_empty() { Checked::Typed } else { Checked::Equal })
}

/// Checks the body of a request that creates or updates.
pub fn body<T: Structured>(text: &str) -> Outcome {
    parameters::<T>(text)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("usage: documented FILE")?;
    let examples: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let (mut equal, mut typed, mut not_json, mut errors) = (0, 0, 0, Vec::new());
    for (index, example) in examples.iter().enumerate() {
        let Some(text) = example["body_raw"].as_str() else { continue };
        match dispatch::check(index, text) {
            None => {}
            Some(Ok(Checked::Equal)) => equal += 1,
            Some(Ok(Checked::Typed)) => typed += 1,
            Some(Ok(Checked::NotJson)) => not_json += 1,
            Some(Err(error)) => errors.push(format!("{index} {} {}: {error}", example["doc"], example["odata_type"])),
        }
    }
    println!("{equal} equal, {typed} equal and fully declared, {not_json} not JSON, {} failed", errors.len());
    if errors.is_empty() { Ok(()) } else { Err(errors.join("\n").into()) }
}
