use std::{any::type_name, marker::PhantomData};

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::{
    error::Error,
    operation::{Answer, Respond, Sealed, json_text},
    value::charge_json,
};

/// A response in JSON, as a type that implements serde's `Deserialize`: see
/// [`RawRequest::read_json`](super::RawRequest::read_json).
#[derive(Debug)]
pub struct FromJson<T> {
    value: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Sealed for FromJson<T> {}

impl<T: DeserializeOwned> Respond for FromJson<T> {
    type Output = T;

    fn respond(response: &Answer<'_>) -> Result<T, Error> {
        let text = json_text(response)?;
        charge_json(text, response.memory).map_err(|problem| response.undecodable(problem))?;
        serde_json::from_str(text).map_err(|problem| response.undecodable(message::<T>(&problem)))
    }
}

/// Returns what is wrong. serde's own message may quote values of the response.
fn message<T>(problem: &serde_json::Error) -> String {
    let at = format!("at line {} column {}", problem.line(), problem.column());
    match problem.classify() {
        Category::Data => format!("the JSON is not a `{}` {at}", type_name::<T>()),
        Category::Syntax | Category::Eof | Category::Io => format!("the body is not valid JSON {at}"),
    }
}
