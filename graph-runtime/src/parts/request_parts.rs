use std::{borrow::Cow, fmt};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};

use super::{consistency::Consistency, resource::Resource};
use crate::{
    description::Description,
    error::Error,
    path::{CallReference, CallReferences, KeyError, encode, encode_list},
    pipeline::{CallOptions, declare_empty_body},
    query::{ProjectedQuery, QuerySyntax, Refinement, Text},
    service::{ServiceRoot, insert_header},
    value::{NavigationProperty, Structured},
};

/// The parts of a request: resource, query options, headers and body.
#[derive(Clone)]
pub(crate) struct RequestParts {
    pub(crate) resource: Resource,
    pub(crate) description: Description,
    /// The segment of an operation after the resource's path.
    segment: Option<&'static str>,
    /// The `Accept` header.
    accept: &'static str,
    /// The names and encoded values of query options.
    options: Vec<(Cow<'static, str>, String)>,
    pub(crate) consistency: Consistency,
    headers: HeaderMap,
    body: Option<Bytes>,
    /// The media type of the body.
    content_type: &'static str,
    call_options: Option<Box<CallOptions>>,
    /// Whether the request would create an entity that is missing, which the service's profile may prevent.
    is_update: bool,
    /// The calls of a change set that the body refers to.
    references: Vec<CallReference>,
    /// What a projection requests.
    projected: Option<Box<ProjectedQuery>>,
    /// The first error while the request was built.
    problem: Option<Problem>,
}

const JSON: &str = "application/json";
/// OData JSON 4.01, section 3.2.
const JSON_WITH_NUMBERS_IN_STRINGS: &str = "application/json;IEEE754Compatible=true";

/// Why a request cannot be sent.
#[derive(Clone)]
enum Problem {
    Message(String),
    /// It would go to another origin.
    ForeignOrigin(String),
}

impl RequestParts {
    pub(crate) fn new(method: Method, resource: &Resource, segment: Option<&'static str>, name: &'static str) -> Self {
        let template = resource.request_template(segment);
        let sends_body = [Method::POST, Method::PATCH, Method::PUT].contains(&method);
        let reads = resource.reads().filter(|_| method == Method::GET);
        let profile = resource.client().profile();
        let mut description = Description::new(method, name, Cow::Owned(template), sends_body);
        description.is_of_graph = profile.is_graph();
        let mut parts = Self {
            resource: resource.clone(),
            description: resource.facts().describe(description),
            segment,
            accept: JSON,
            options: Vec::new(),
            consistency: Consistency::default(),
            headers: HeaderMap::new(),
            body: None,
            content_type: JSON,
            call_options: None,
            is_update: false,
            references: Vec::new(),
            projected: None,
            problem: None,
        };
        if resource.client().settings.has_other_profile {
            let problem = "the client already calls a service with another profile; create a second client for this \
                           service, or set one profile for both with `ClientBuilder::profile`";
            parts.note(problem.to_owned());
        }
        for (name, value) in profile.query_options() {
            parts.set_query_option(name, value);
        }
        if let Some(reads) = reads {
            reads.query.iter().for_each(|(name, value)| parts.set_query_option(name, value));
            reads.headers.iter().for_each(|(name, value)| parts.set_header(name, value));
        }
        parts
    }

    /// Sets the `Accept` header. The default is JSON.
    pub(crate) const fn accept(mut self, accept: &'static str) -> Self {
        self.accept = accept;
        self
    }

    pub(crate) fn set_json(&mut self, body: Result<Vec<u8>, String>) {
        self.description.sends_body = true;
        match body {
            Ok(body) => self.body = Some(body.into()),
            Err(problem) => self.note(problem),
        }
    }

    /// Like [`set_json`](Self::set_json), for a body that was written for the service's profile.
    pub(crate) fn set_written_json(&mut self, body: Result<Vec<u8>, String>) {
        if self.resource.client().profile().is_ieee754_compatible() {
            self.content_type = JSON_WITH_NUMBERS_IN_STRINGS;
        }
        self.set_json(body);
    }

    /// Sets the calls of a change set that the body refers to.
    pub(crate) fn set_references(&mut self, add: impl FnOnce(&mut Vec<CallReference>)) {
        add(&mut self.references);
    }

    /// Sets whether the request is an update, which changes existing entities only.
    pub(crate) fn set_update(&mut self, is_update: bool) {
        self.is_update = is_update;
    }

    pub(crate) fn set_body(&mut self, body: Bytes) {
        self.body = Some(body);
    }

    /// Creates a query that selects `default_select`, unless that is empty.
    pub(crate) fn query(resource: &Resource, name: &'static str, default_select: &[&str]) -> Self {
        let mut parts = Self::new(Method::GET, resource, None, name);
        if !default_select.is_empty() {
            parts.set_list("$select", default_select.iter().copied());
        }
        parts
    }

    /// Sets a query option to a value that is already encoded.
    pub(crate) fn set_option(&mut self, name: impl Into<Cow<'static, str>>, value: String) {
        let name = name.into();
        self.options.retain(|(known, _)| *known != name);
        self.options.push((name, value));
    }

    /// Adds options, whose names are different and not those of others.
    pub(crate) fn add_options(&mut self, options: impl Iterator<Item = (String, String)>) {
        self.options.extend(options.map(|(name, value)| (Cow::Owned(name), value)));
    }

    /// Sets a query option to a list of expressions that `add` appends.
    pub(crate) fn set_expressions(&mut self, name: &'static str, add: impl FnOnce(&mut Vec<Text>)) {
        let texts = self.write_expressions(add);
        self.set_list(name, texts.iter().map(String::as_str));
    }

    /// Writes expressions as the service does.
    pub(crate) fn write_expressions(&self, add: impl FnOnce(&mut Vec<Text>)) -> Vec<String> {
        let mut texts = Vec::new();
        add(&mut texts);
        texts.iter().map(|text| self.write_expression(text)).collect()
    }

    /// Writes an expression as the service does.
    pub(crate) fn write_expression(&self, text: &Text) -> String {
        let profile = self.resource.client().profile();
        text.of_request(QuerySyntax { enums: profile.enum_syntax(), has_casts: profile.qualifies_properties() })
    }

    /// Requests what a projection needs, and nothing else.
    pub(crate) fn project(&mut self, query: ProjectedQuery) {
        self.options.retain(|(name, _)| name != "$expand");
        self.projected = Some(Box::new(query));
        self.set_projected_options();
    }

    /// Refines what is requested of the entities that a navigation property leads to.
    pub(crate) fn refine<D: Structured, V, M>(
        &mut self,
        property: NavigationProperty<D, V, M>,
        refine: impl FnOnce(Refinement<V, M>) -> Refinement<V, M>,
    ) {
        if let Some(query) = &mut self.projected {
            query.refine(property, refine);
            self.set_projected_options();
        } else {
            self.note("`refine` needs a request that sends `$expand`, which this one does not".to_owned());
        }
    }

    fn set_projected_options(&mut self) {
        let Some(query) = self.projected.take() else { return };
        if !query.select().is_empty() {
            self.set_list("$select", query.select().iter().map(String::as_str));
        }
        let expansions = query.expand();
        if !expansions.is_empty() {
            self.set_expressions("$expand", |texts| texts.extend(expansions));
        }
        if let Some(problem) = query.problem() {
            self.note(problem.to_owned());
        }
        self.projected = Some(query);
    }

    pub(crate) fn has_option(&self, name: &str) -> bool {
        self.options.iter().any(|(known, _)| known == name)
    }

    /// Sets a query option with a name of the caller.
    pub(crate) fn set_query_option(&mut self, name: &str, value: &str) {
        // Names in OData may begin with `$` or `@`, and have no other characters that are special in a URL.
        let (prefix, rest) = name.split_at(usize::from(name.starts_with(['$', '@'])));
        if rest.is_empty() {
            return self.note("a query option needs a name".to_owned());
        }
        let name = format!("{prefix}{}", encode(rest));
        self.set_option(name, encode(value).to_string());
    }

    /// Sets a query option to a list.
    pub(crate) fn set_list<'a>(&mut self, name: &'static str, items: impl IntoIterator<Item = &'a str>) {
        self.set_option(name, encode_list(items));
    }

    /// Returns the headers that the caller set.
    pub(crate) const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(crate) fn set_call_options(&mut self, options: CallOptions) {
        self.call_options = Some(Box::new(options));
    }

    pub(crate) fn call_options(&self) -> Option<&CallOptions> {
        self.call_options.as_deref()
    }

    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        match caller_header(name, value) {
            Ok((name, value)) => insert_header(&mut self.headers, name, value),
            Err(problem) => self.note(problem),
        }
    }

    /// Sets a condition. Without an ETag it would be none, and the request would replace what others wrote.
    pub(crate) fn set_condition(&mut self, name: &str, etag: &str) {
        match etag.trim().is_empty() {
            true => self.note(format!("the ETag for `{name}` is empty")),
            false => self.set_header(name, etag),
        }
    }

    pub(crate) fn note(&mut self, problem: String) {
        self.problem.get_or_insert(Problem::Message(problem));
    }

    /// Records that the request would go to another origin.
    pub(crate) fn note_foreign_origin(&mut self, origin: String) {
        self.problem.get_or_insert(Problem::ForeignOrigin(origin));
    }

    pub(crate) fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
        match self.problem.clone() {
            Some(Problem::Message(message)) => return Err(Error::unsendable(&self.description, message)),
            Some(Problem::ForeignOrigin(origin)) => {
                return Err(Error::foreign_origin(&self.description, origin, root.origin()));
            }
            None => {}
        }
        let mut uri = String::with_capacity(root.as_str().len() + self.description.template.len() + 64);
        uri.push_str(root.as_str());
        self.resource
            .append_path(&mut uri, self.segment)
            .map_err(|problem: KeyError| Error::invalid_key(&self.description, problem))?;
        // Options are sent in alphabetical order.
        let mut options: Vec<(&str, &str)> =
            self.options.iter().map(|(name, value)| (&**name, value.as_str())).collect();
        options.extend(self.resource.aliases());
        options.sort_unstable();
        for (index, (name, value)) in options.into_iter().enumerate() {
            uri.push(if index == 0 { '?' } else { '&' });
            uri.push_str(name);
            uri.push('=');
            uri.push_str(value);
        }
        // The builder of `http` would move the request at each step.
        let mut request = http::Request::new(self.body.clone().unwrap_or_default());
        *request.method_mut() = self.description.method.clone();
        *request.uri_mut() =
            http::Uri::try_from(uri).map_err(|problem| Error::unsendable(&self.description, problem))?;
        let headers = request.headers_mut();
        headers.insert(header::ACCEPT, HeaderValue::from_static(self.accept));
        if self.body.is_some() {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        }
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
        if self.is_guarded() && !headers.contains_key(header::IF_MATCH) && !headers.contains_key(header::IF_NONE_MATCH)
        {
            headers.insert(header::IF_MATCH, HeaderValue::from_static("*"));
        }
        let call = self.resource.call();
        if call.is_some() || !self.references.is_empty() {
            request.extensions_mut().insert(CallReferences { url: call, body: self.references.clone() });
        }
        // Not only in the pipeline, since another HTTP stack may send the request.
        declare_empty_body(&mut request);
        Ok(request)
    }
}

impl RequestParts {
    /// Whether the request has to say that it is about an existing entity, unless it has a condition of its own.
    fn is_guarded(&self) -> bool {
        let profile = self.resource.client().profile();
        let is_of_entity = self.segment.is_none() && !self.description.template.contains("/$");
        let is_deletion = self.description.method == http::Method::DELETE && is_of_entity;
        self.is_update && profile.guards_updates() || is_deletion && profile.guards_deletions()
    }
}

impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.description, f)
    }
}

/// Returns a header that the caller may set, or an error message.
pub(crate) fn caller_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let made = HeaderName::try_from(name).ok().zip(HeaderValue::try_from(value).ok());
    match made {
        Some((name, _)) if name == header::AUTHORIZATION => {
            Err("the header `authorization` is set by the credential".to_owned())
        }
        // Another value could smuggle a second request, or address another service.
        Some((name, _)) if [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::HOST].contains(&name) => {
            Err(format!("the header `{name}` is set by the transport"))
        }
        Some(header) => Ok(header),
        // The value is not shown, since it may be secret.
        None => Err(format!("the header `{}` or its value is not valid in HTTP", name.escape_debug())),
    }
}
