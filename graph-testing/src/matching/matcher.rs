use graph_runtime::{
    Bytes,
    http::{self, Method},
};

use super::{body::BodyMatcher, difference::Difference, headers, path::PathPattern, query};
use crate::{
    request::Request,
    text::{option_pairs, shown_options, shown_target},
};

/// What a request is expected to be.
#[derive(Clone)]
pub(crate) struct Matcher {
    /// The method; `None` matches any.
    method: Option<Method>,
    /// The host, if it is another one than the server's.
    host: Option<String>,
    path: PathPattern,
    query: Query,
    any_options: Vec<String>,
    headers: Vec<(String, String)>,
    any_headers: Vec<String>,
    pub(crate) body: BodyMatcher,
}

#[derive(Clone)]
enum Query {
    Any,
    /// A query of a link, which is opaque.
    Opaque(Option<String>),
    Options(Vec<(String, String)>),
}

impl Matcher {
    /// Expects the request of an operation.
    pub(crate) fn of(request: &http::Request<Bytes>) -> Self {
        let headers = request.headers().iter();
        let headers = headers.filter(|(name, _)| headers::is_compared(name.as_str()));
        let headers = headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()));
        Self {
            method: Some(request.method().clone()),
            host: None,
            path: PathPattern::exact(request.uri().path()),
            query: Query::Options(option_pairs(request.uri().query().unwrap_or_default())),
            any_options: Vec::new(),
            headers: headers.collect(),
            any_headers: Vec::new(),
            body: BodyMatcher::of(request.body()),
        }
    }

    /// Expects a method, a path with holes, and the options of a query.
    pub(crate) fn of_path(method: Method, path: &str, query: Option<&str>) -> Self {
        Self {
            method: Some(method),
            host: None,
            path: PathPattern::with_holes(path),
            query: Query::Options(option_pairs(query.unwrap_or_default())),
            any_options: Vec::new(),
            headers: Vec::new(),
            any_headers: Vec::new(),
            body: BodyMatcher::Empty,
        }
    }

    /// Expects that a link is followed.
    pub(crate) fn of_link(method: Option<Method>, target: &str) -> Self {
        let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
        Self {
            method,
            host: None,
            path: PathPattern::exact(path),
            query: Query::Opaque(query.map(str::to_owned)),
            any_options: Vec::new(),
            headers: Vec::new(),
            // The client repeats headers of the first request.
            any_headers: headers::RELEVANT.iter().map(|name| (*name).to_owned()).collect(),
            body: BodyMatcher::Any,
        }
    }

    /// Expects another host than the server's.
    pub(crate) fn set_host(&mut self, host: &str) {
        self.host = Some(host.to_owned());
    }

    /// Accepts any keys where a template has them. Returns whether the template is that of the path.
    pub(crate) fn accept_any_key(&mut self, template: &str) -> bool {
        let pattern = self.path.with_keys_of(template);
        let is_known = pattern.is_some();
        self.path = pattern.unwrap_or_else(|| self.path.clone());
        is_known
    }

    pub(crate) fn accept_any_query(&mut self) {
        self.query = Query::Any;
    }

    pub(crate) fn accept_any_option(&mut self, name: &str) {
        self.any_options.push(name.to_owned());
    }

    pub(crate) fn accept_any_header(&mut self, name: &str) {
        self.any_headers.push(name.to_owned());
    }

    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        let name = name.to_ascii_lowercase();
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.to_owned()));
    }

    /// Returns the decoded segments of the path, if only one path is expected.
    pub(crate) fn segments(&self) -> Option<Vec<&str>> {
        self.path.texts()
    }

    /// Returns what differs; nothing if the request is the expected one.
    pub(crate) fn differences(&self, request: &Request, root: &str) -> Vec<Difference> {
        let mut found = Vec::new();
        if let Some(method) = &self.method
            && method != request.method()
        {
            found.push(Difference::new("method", Some(method.to_string()), Some(request.method().to_string()), 3));
        }
        let is_host = match &self.host {
            Some(host) => request.host() == Some(host),
            None => !request.is_to_other_host(),
        };
        if !is_host {
            found.push(Difference::new("host", self.host.clone(), request.host().map(str::to_owned), 4));
        }
        let decoded = request.decoded();
        if !self.path.matches(&decoded.segments) {
            let (shown, expected) = (shown_target(request.path(), None), shown_target(&self.path.below(root), None));
            found.extend(self.path.difference(&decoded.segments, &shown, &expected));
        }
        match &self.query {
            Query::Any => {}
            Query::Opaque(query) if query.as_deref() == request.query() => {}
            Query::Opaque(query) => {
                let shown = |query: Option<&str>| query.map(|query| shown_target("", Some(query)));
                found.push(Difference::new("query of the link", shown(query.as_deref()), shown(request.query()), 2));
            }
            Query::Options(options) => {
                found.extend(query::differences(options, &decoded.options, &self.any_options));
            }
        }
        found.extend(headers::differences(&self.headers, request.headers(), &self.any_headers));
        found.extend(self.body.differences(request));
        found
    }

    /// Returns the method and the target as messages show them.
    pub(crate) fn shown(&self, root: &str) -> String {
        let method = self.method.as_ref().map_or("(any method)", Method::as_str);
        let path = self.path.below(root);
        let target = match &self.query {
            Query::Any => format!("{}?(any query)", shown_target(&path, None)),
            Query::Opaque(query) => shown_target(&path, query.as_deref()),
            Query::Options(options) => shown_options(&path, options),
        };
        format!("{method} {}{target}", self.host.as_deref().unwrap_or_default())
    }
}
