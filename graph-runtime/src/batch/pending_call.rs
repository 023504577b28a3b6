use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderName, Method, header};
use serde_json::value::RawValue;

use crate::{
    client::Client,
    description::Description,
    error::{Cause, Error},
    operation::Operation,
    path::{CallReference, CallReferences},
    pipeline::CallOptions,
    service::{BatchFormat, ServiceRoot},
    transport::Redirects,
};

/// A call of a batch.
pub(super) struct PendingCall {
    pub(super) description: Description,
    pub(super) options: Option<CallOptions>,
    pub(super) redirects: Redirects,
    /// The indexes of the calls that it depends on. All are lower than its own.
    pub(super) after: Vec<usize>,
    pub(super) method: Method,
    /// The path and query below the service's root: `/users/adele?$select=id`, or `/$1/manager`.
    pub(super) url: String,
    /// The call whose entity is the beginning of `url`.
    pub(super) url_reference: Option<CallReference>,
    /// Whether a later call refers to the entity that this one creates.
    pub(super) is_referenced: bool,
    /// The path of the entity that it created, if a later call refers to that.
    pub(super) location: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: CallBody,
    /// The number of its change set.
    pub(super) change_set: Option<usize>,
    /// The calls that its body refers to.
    pub(super) references: Vec<CallReference>,
    pub(super) state: CallState,
    /// The number of the next attempt, counted from 1.
    pub(super) attempt: u32,
    /// Whether it was already sent again with another token. It is not challenged twice.
    pub(super) challenged: bool,
}

/// The body of a call.
pub(super) enum CallBody {
    Empty,
    /// For batches in JSON: JSON unchanged, anything else as base64.
    Json(Box<RawValue>),
    /// For all others.
    Bytes(Bytes),
}

impl CallBody {
    /// Returns the bytes, unless it is for a batch in JSON.
    pub(super) fn bytes(&self) -> Option<&[u8]> {
        if let Self::Bytes(bytes) = self { Some(bytes) } else { None }
    }
}

/// The state of a call.
pub(super) enum CallState {
    /// It has not been sent yet, or is to be sent again.
    Open,
    /// The service responded, with any status.
    Responded(http::Response<Bytes>),
    /// It was not sent, or has no readable response.
    Failed(Error),
    /// The HTTP request that carried it failed.
    Shared(Arc<Error>),
}

/// The headers that belong to the HTTP request, not to a call.
const REQUEST_HEADERS: [HeaderName; 4] =
    [header::AUTHORIZATION, header::CONTENT_LENGTH, header::HOST, header::USER_AGENT];

impl PendingCall {
    pub(super) fn new<O: Operation>(client: &Client, operation: &O) -> Self {
        let mut call = Self {
            description: operation.description().clone(),
            options: operation.options().cloned(),
            redirects: operation.redirects(),
            after: Vec::new(),
            method: Method::GET,
            url: String::new(),
            url_reference: None,
            is_referenced: false,
            location: None,
            headers: Vec::new(),
            body: CallBody::Empty,
            change_set: None,
            references: Vec::new(),
            state: CallState::Open,
            attempt: 1,
            challenged: false,
        };
        if let Err(problem) = client.settings.check_available(&call.description) {
            call.state = CallState::Failed(problem);
            return call;
        }
        match operation.request(client.root()) {
            Ok(request) => {
                if let Err(problem) = call.set_request(client, request) {
                    call.refuse(problem);
                }
            }
            Err(problem) => call.state = CallState::Failed(problem),
        }
        if call.options.as_ref().is_some_and(CallOptions::has_identity) {
            call.refuse("the calls of a batch share its credential and tenant; use a batch of another client");
        }
        call
    }

    fn set_request(&mut self, client: &Client, request: http::Request<Bytes>) -> Result<(), Cause> {
        let (mut head, body) = request.into_parts();
        // The headers of the HTTP request are not those of its calls.
        client.profile().add_headers(&mut head.headers);
        if let Some(CallReferences { url, body }) = head.extensions.remove() {
            (self.url_reference, self.references) = (url, body);
        }
        self.url = below_root(client.root(), &head.uri).ok_or("a batch can only call URLs below the service's root")?;
        self.method = head.method;
        for (name, value) in head.headers.iter().filter(|(name, _)| !REQUEST_HEADERS.contains(name)) {
            self.headers.push((name.as_str().to_owned(), value.to_str()?.to_owned()));
        }
        let is_json = self.headers.iter().any(|(name, value)| name == "content-type" && value.contains("json"));
        self.body = match client.profile().batch_format() {
            _ if body.is_empty() => CallBody::Empty,
            BatchFormat::Json if is_json => {
                CallBody::Json(RawValue::from_string(std::str::from_utf8(&body)?.to_owned())?)
            }
            BatchFormat::Json => CallBody::Json(serde_json::value::to_raw_value(&STANDARD.encode(&body))?),
            BatchFormat::Multipart | BatchFormat::None => CallBody::Bytes(body),
        };
        Ok(())
    }

    /// Records why the call cannot be sent. The first reason counts.
    pub(super) fn refuse(&mut self, reason: impl Into<Cause>) {
        if self.is_open() {
            self.state = CallState::Failed(Error::unsendable(&self.description, reason));
        }
    }

    pub(super) const fn is_open(&self) -> bool {
        matches!(self.state, CallState::Open)
    }
}

/// Returns the part of a URL below the service's root: `/users/adele?$select=id`.
pub(super) fn below_root(root: &ServiceRoot, uri: &http::Uri) -> Option<String> {
    let url = url::Url::parse(&uri.to_string()).ok()?;
    let own = root.url().path().trim_end_matches('/');
    let below = uri.path_and_query()?.as_str().strip_prefix(own)?;
    (root.is_origin_of(&url) && below.starts_with('/')).then(|| below.to_owned())
}
