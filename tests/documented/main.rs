//! Reads and writes the examples of Graph's documentation by generated code. It is compiled by `tests/it/examples.rs`, which writes the
//! generated code and the table that says of what type each example is.

#[allow(deprecated)]
mod dispatch;
#[allow(missing_docs, clippy::all, dead_code, deprecated, non_camel_case_types, unused_imports)]
mod graph;

use graph_runtime::{
    Client, Get, List, Object, Operation,
    codegen::{Resource, Structured},
    http, serde,
};

/// What came of an example.
pub enum Checked {
    /// It was read, and written back equal.
    Equal,
    /// It is not JSON, and that is what the error says.
    NotJson,
    /// A body was written equal, and had nothing that its type does not declare.
    Typed,
}

type Outcome = Result<Checked, String>;

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text).is_ok()
}

fn same(text: &str, written: Vec<u8>) -> Result<(), String> {
    let expected: serde_json::Value = serde_json::from_str(text).map_err(|problem| problem.to_string())?;
    let written: serde_json::Value = serde_json::from_slice(&written).map_err(|problem| problem.to_string())?;
    let unwrapped = unwrapped(&expected);
    let is_same = is_equal(&written, &expected) || unwrapped.is_some_and(|unwrapped| is_equal(&written, unwrapped));
    if is_same { Ok(()) } else { Err(format!("{written}\n  instead of {expected}")) }
}

/// The one object that some services send as `{"value": {…}}`.
fn unwrapped(value: &serde_json::Value) -> Option<&serde_json::Value> {
    let object = value.as_object()?;
    let inner = object.get("value").filter(|inner| inner.is_object())?;
    object.keys().all(|name| name == "value" || name.starts_with('@')).then_some(inner)
}

/// Whether two values are the same JSON: `50` and `50.0` are one number.
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

/// Where nothing is sent to.
fn resource() -> Result<Resource, String> {
    let client = Client::builder().base_url("http://127.0.0.1:9").build().map_err(|problem| problem.to_string())?;
    Ok(Resource::root(client))
}

/// An answer, read as a call reads it.
fn answer<O: Operation<Output: serde::Serialize>>(operation: &O, text: &str) -> Outcome {
    let response = http::Response::builder().header("content-type", "application/json").body(text.to_owned().into());
    match operation.read(response.map_err(|problem| problem.to_string())?) {
        Ok(value) => {
            let written = serde_json::to_vec(&value).map_err(|problem| problem.to_string())?;
            same(text, written).map(|()| Checked::Equal)
        }
        Err(error) if error.is_decode() && !is_json(text) => Ok(Checked::NotJson),
        Err(error) => Err(format!("{error:#}")),
    }
}

/// An entity.
pub fn entity<T: Structured>(text: &str) -> Outcome {
    answer(&Get::<T>::new(&resource()?, "example", &[]), text)
}

/// A page of entities.
pub fn list<T: Structured>(text: &str) -> Outcome {
    answer(&List::<T>::new(&resource()?, "example", &[]), text)
}

/// The parameters of an action.
pub fn parameters<T: Structured>(text: &str) -> Outcome {
    if !is_json(text) {
        return Ok(Checked::NotJson);
    }
    let value: Object<T> = serde_json::from_str(text).map_err(|problem| problem.to_string())?;
    same(text, serde_json::to_vec(&value).map_err(|problem| problem.to_string())?)?;
    Ok(if value.extra.is_empty() { Checked::Typed } else { Checked::Equal })
}

/// The body of a request that creates or updates.
pub fn body<T: Structured>(text: &str) -> Outcome {
    parameters::<T>(text)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("the file is the argument")?;
    let examples: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let (mut equal, mut typed, mut not_json, mut problems) = (0, 0, 0, Vec::new());
    for (index, example) in examples.iter().enumerate() {
        let Some(text) = example["body_raw"].as_str() else { continue };
        match dispatch::check(index, text) {
            None => {}
            Some(Ok(Checked::Equal)) => equal += 1,
            Some(Ok(Checked::Typed)) => typed += 1,
            Some(Ok(Checked::NotJson)) => not_json += 1,
            Some(Err(problem)) => problems.push(format!("{index} {} {}: {problem}", example["doc"], example["odata_type"])),
        }
    }
    println!("{equal} equal, {typed} equal and declared throughout, {not_json} not JSON, {} otherwise", problems.len());
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n").into()) }
}
