use std::{fmt, marker::PhantomData};

use http::Method;

use super::query_options::impl_filter_search;
use crate::{
    error::Error,
    operation::{Answer, Respond, Sealed},
    parts::{RequestParts, Resource, impl_request},
};

/// A `GET …/$count` request: the number of items of type `T` in a collection, all or filtered.
///
/// ```no_run
/// # use graph_runtime::{Count, Error};
/// # async fn example<User>(count: Count<User>) -> Result<(), Error> {
/// // let count = service.users().count();
/// let guests: i64 = count.filter_raw("userType eq 'Guest'").send().await?;
/// # Ok(()) }
/// ```
#[must_use = "nothing is sent before `send` or `.await`"]
pub struct Count<T> {
    parts: RequestParts,
    item: PhantomData<fn() -> T>,
}

impl<T> Count<T> {
    /// Creates the request, for generated code.
    pub fn new(resource: &Resource, name: &'static str) -> Self {
        let parts = RequestParts::new(Method::GET, resource, Some("$count"), name).accept(Number::ACCEPT);
        Self { parts, item: PhantomData }
    }

    /// Uses Graph's advanced query capabilities (`ConsistencyLevel: eventual`).
    ///
    /// Directory objects need them; generated code calls this for them.
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
        // Some services send a byte order mark.
        let text = std::str::from_utf8(answer.body).unwrap_or_default();
        let number = text.trim_start_matches('\u{feff}').trim().parse();
        number.map_err(|_| answer.undecodable("the response is not an integer"))
    }
}
