use std::{marker::PhantomData, panic::Location, sync::Arc};

use graph_runtime::{
    Description, Object,
    codegen::Structured,
    http::{self, Method},
};
use serde::Serialize;

use super::expected::Expectation;
use crate::{
    calls::Entry,
    exchange::Exchange,
    matching::{BodyMatcher, Matcher},
    request::Request,
    response::{IntoAnswer, Reply, Response, Site},
};

/// An expected request that has no answer yet: see [`Server::when`](crate::Server::when).
///
/// Method, path, query options, preferences, conditions and body of a request have to be those of the operation. Order
/// of options, percent-encoding, and how JSON is written do not matter.
#[must_use = "nothing is expected before `answers`"]
pub struct When<Output> {
    exchange: Arc<Exchange>,
    matcher: Matcher,
    description: Option<Description>,
    target: String,
    location: &'static Location<'static>,
    output: PhantomData<fn() -> Output>,
}

impl<Output> When<Output> {
    pub(crate) fn new(
        exchange: &Arc<Exchange>,
        request: &http::Request<graph_runtime::Bytes>,
        description: Description,
        location: &'static Location<'static>,
    ) -> Self {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned();
        let (exchange, matcher) = (Arc::clone(exchange), Matcher::of(request));
        Self { exchange, matcher, description: Some(description), target, location, output: PhantomData }
    }

    pub(crate) fn of_path(
        exchange: &Arc<Exchange>,
        method: Method,
        path: &str,
        location: &'static Location<'static>,
    ) -> Self {
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let (host, target) = match path.split_once("://") {
            Some((_, url)) => {
                let (host, path) = url.split_once('/').unwrap_or((url, ""));
                (Some(host), format!("/{path}"))
            }
            None => (None, format!("{}/{}", exchange.root_path(), path.trim_start_matches('/'))),
        };
        let (exchange, mut matcher) = (Arc::clone(exchange), Matcher::of_path(method, &target, query));
        if let Some(host) = host {
            matcher.set_host(host);
        }
        Self { exchange, matcher, description: None, target, location, output: PhantomData }
    }

    /// Accepts any body.
    pub fn any_body(mut self) -> Self {
        self.matcher.body = BodyMatcher::Any;
        self
    }

    /// Accepts a body for which a condition holds. `condition` says in messages what it is.
    pub fn body_where<T: Structured>(
        mut self,
        condition: &str,
        holds: impl Fn(&Object<T>) -> bool + Send + Sync + 'static,
    ) -> Self {
        let holds = move |request: &Request| request.body::<T>().is_ok_and(|body| holds(&body));
        self.matcher.body = BodyMatcher::Where(condition.to_owned(), Arc::new(holds));
        self
    }

    /// Expects a JSON body.
    ///
    /// # Panics
    ///
    /// If the value cannot be written as JSON.
    #[track_caller]
    pub fn with_json(mut self, body: impl Serialize) -> Self {
        match serde_json::to_value(body) {
            Ok(body) => self.matcher.body = BodyMatcher::Json(body),
            Err(problem) => panic!("the expected body cannot be written as JSON: {problem}"),
        }
        self
    }

    /// Expects a header.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.matcher.set_header(name, value);
        self
    }

    /// Accepts any value of a header, and its absence.
    pub fn any_header(mut self, name: &str) -> Self {
        self.matcher.accept_any_header(name);
        self
    }

    /// Accepts any query.
    pub fn any_query(mut self) -> Self {
        self.matcher.accept_any_query();
        self
    }

    /// Accepts any value of a query option, and its absence.
    pub fn any_option(mut self, name: &str) -> Self {
        self.matcher.accept_any_option(name);
        self
    }

    /// Accepts any keys in the path: `users().by_id("any").get()` is then the request of all users.
    ///
    /// # Panics
    ///
    /// If the path of the operation is not that of its description, as for items by path (`root:/A/B.txt:`).
    #[track_caller]
    pub fn any_key(mut self) -> Self {
        let template = self.description.as_ref().map(|description| description.template.clone());
        if let Some(template) = template {
            assert!(self.matcher.accept_any_key(&template), "`any_key` does not support the path `{template}`");
        }
        self
    }

    /// Answers the request once. [`then`](Expectation::then) adds the answer to the next one.
    ///
    /// # Panics
    ///
    /// If a value cannot be written as JSON.
    #[track_caller]
    pub fn answers<Form>(self, answer: impl IntoAnswer<Output, Form>) -> Expectation<Output> {
        let serial = self.exchange.lock().book.next_group();
        let answer = answer.into_answer(Site { root: self.exchange.root(), target: &self.target, serial });
        let expectation = self.register(serial, answer.reply);
        expectation.add_links(answer.follow_ups);
        expectation
    }

    /// Answers any number of requests, at least one, with what a function returns.
    ///
    /// ```
    /// use graph_testing::{Response, Server};
    ///
    /// let server = Server::in_memory();
    /// server
    ///     .when_request("GET", "/users/{id}")
    ///     .answers_with(|request| Response::json(200, &serde_json::json!({ "@odata.id": request.path() })))
    ///     .any_times();
    /// ```
    #[track_caller]
    pub fn answers_with(self, respond: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Expectation<Output> {
        let serial = self.exchange.lock().book.next_group();
        self.register(serial, Reply::Computed(Arc::new(respond))).at_least(1)
    }

    fn register(self, group: usize, reply: Reply) -> Expectation<Output> {
        let entry = Entry {
            matcher: self.matcher,
            replies: vec![reply],
            min: 1,
            max: 1,
            received: Vec::new(),
            operation: self.description.map(|description| description.name.to_string()),
            location: self.location,
            group,
            is_link: false,
        };
        let mut state = self.exchange.lock();
        state.book.entries.push(entry);
        state.is_reported = false;
        drop(state);
        Expectation::new(self.exchange, group, self.target)
    }
}

impl<Output> std::fmt::Debug for When<Output> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("When").field(&format_args!("{}", self.matcher.shown(self.exchange.root_path()))).finish()
    }
}
