use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderName, Method, header};
use serde_json::value::RawValue;

use crate::{
    client::Client, description::Description, error::Error, operation::Operation, pipeline::CallOptions,
    service::ServiceRoot,
};

/// One call of a batch.
pub(super) struct PendingCall {
    pub(super) description: Description,
    pub(super) options: Option<CallOptions>,
    /// The calls that have to succeed before it, which all come earlier.
    pub(super) after: Vec<usize>,
    pub(super) method: Method,
    /// Path and query below the service's root: `/users/adele?$select=id`.
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    /// JSON as it is, anything else as base64.
    pub(super) body: Option<Box<RawValue>>,
    pub(super) state: CallState,
    /// Which attempt is the next; counted from 1.
    pub(super) attempt: u32,
    /// It was sent with claims that the service demanded for it, and is not for others.
    pub(super) challenged: bool,
}

/// What became of a call.
pub(super) enum CallState {
    /// It has not been sent, or was refused for now.
    Open,
    /// It was answered, with any status.
    Answered(http::Response<Bytes>),
    /// There is no answer to it alone.
    Failed(Error),
    /// The batch that it went in failed, or was not answered as one.
    Shared(Arc<Error>),
}

/// These belong to the request that the calls go in.
const OUTER: [HeaderName; 4] = [header::AUTHORIZATION, header::CONTENT_LENGTH, header::HOST, header::USER_AGENT];

type Problem = crate::error::Cause;

impl PendingCall {
    pub(super) fn new<O: Operation>(client: &Client, operation: &O) -> Self {
        let mut call = Self {
            description: operation.description().clone(),
            options: operation.options().cloned(),
            after: Vec::new(),
            method: Method::GET,
            url: String::new(),
            headers: Vec::new(),
            body: None,
            state: CallState::Open,
            attempt: 1,
            challenged: false,
        };
        match operation.request(client.root()) {
            Ok(request) => {
                if let Err(problem) = call.set_request(client.root(), request) {
                    call.refuse(problem);
                }
            }
            Err(problem) => call.state = CallState::Failed(problem),
        }
        call
    }

    fn set_request(&mut self, root: &ServiceRoot, request: http::Request<Bytes>) -> Result<(), Problem> {
        let (head, body) = request.into_parts();
        self.url = below_root(root, &head.uri).ok_or("a batch can only call URLs below the service's root")?;
        self.method = head.method;
        for (name, value) in head.headers.iter().filter(|(name, _)| !OUTER.contains(name)) {
            self.headers.push((name.as_str().to_owned(), value.to_str()?.to_owned()));
        }
        let is_json = self.headers.iter().any(|(name, value)| name == "content-type" && value.contains("json"));
        self.body = match (body.is_empty(), is_json) {
            (true, _) => None,
            (false, true) => Some(RawValue::from_string(std::str::from_utf8(&body)?.to_owned())?),
            (false, false) => Some(serde_json::value::to_raw_value(&STANDARD.encode(&body))?),
        };
        Ok(())
    }

    /// Says why it cannot be sent; the first reason counts.
    pub(super) fn refuse(&mut self, why: impl Into<Problem>) {
        if self.is_open() {
            self.state = CallState::Failed(Error::unsendable(&self.description, why));
        }
    }

    pub(super) const fn is_open(&self) -> bool {
        matches!(self.state, CallState::Open)
    }
}

/// The part of a URL that stands in a batch: `/users/adele?$select=id`.
fn below_root(root: &ServiceRoot, uri: &http::Uri) -> Option<String> {
    let url = url::Url::parse(&uri.to_string()).ok()?;
    let own = root.url().path().trim_end_matches('/');
    let below = uri.path_and_query()?.as_str().strip_prefix(own)?;
    (root.is_origin_of(&url) && below.starts_with('/')).then(|| below.to_owned())
}
