use std::{fmt, marker::PhantomData};

use http::Method;

use super::query_options::impl_filter_search;
use crate::{
    error::Error,
    operation::{Answer, Respond, Sealed},
    parts::{RequestParts, Resource, impl_request},
};

/// `GET …/$count`: how many items of type `T` a collection has, or for how many of them a condition holds.
#[must_use = "nothing is sent before `send`"]
pub struct Count<T> {
    parts: RequestParts,
    item: PhantomData<fn() -> T>,
}

impl<T> Count<T> {
    /// Counts a collection. Generated code calls this.
    pub fn new(resource: &Resource, name: &'static str) -> Self {
        let parts = RequestParts::new(Method::GET, resource, Some("$count"), name).accept(Number::ACCEPT);
        Self { parts, item: PhantomData }
    }

    /// Counts with Graph's advanced query capabilities (`ConsistencyLevel: eventual`), which directory objects need. Generated code
    /// calls this for them.
    pub fn eventual(self) -> Self {
        self.header("consistencylevel", "eventual")
    }
}

impl<T> Clone for Count<T> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), item: PhantomData }
    }
}

impl<T> fmt::Debug for Count<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Count").field(&self.parts).finish()
    }
}

impl_filter_search!(Count<T>, []);
impl_request!(Count<T>, Number => i64);

struct Number;

impl Sealed for Number {}

impl Respond for Number {
    type Output = i64;
    const ACCEPT: &'static str = "text/plain";

    fn respond(answer: &Answer<'_>) -> Result<i64, Error> {
        // Some services begin the text with a byte order mark.
        let text = std::str::from_utf8(answer.body).unwrap_or_default();
        let number = text.trim_start_matches('\u{feff}').trim().parse();
        number.map_err(|_| answer.undecodable("it is not a whole number"))
    }
}
