//! A scripted transport, and an operation.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use graph_runtime::{
    BoxFuture, Client, Cloud, Credential, Description, Error, Limits, Operation, ServiceRoot, Transport,
    TransportError, http,
};

pub const SECRET: &str = "SECRET";

/// A transport that sends prepared responses and records the requests.
#[derive(Clone, Debug, Default)]
pub struct Script {
    responses: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
    /// The URL of each request, with its token or, without one, its body.
    requests: Arc<Mutex<Vec<(String, String)>>>,
}

impl Script {
    pub fn new(responses: &[(u16, &'static str)]) -> Self {
        Self { responses: Arc::new(Mutex::new(responses.iter().copied().collect())), requests: Arc::default() }
    }

    pub fn requests(&self) -> Vec<(String, String)> {
        self.requests.lock().unwrap().clone()
    }
}

impl Transport for Script {
    fn execute(
        &self,
        request: http::Request<Bytes>,
        _: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let body = String::from_utf8(request.body().to_vec()).unwrap();
        let token = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
        self.requests.lock().unwrap().push((request.uri().to_string(), token.unwrap_or(body)));
        let (status, body) = self.responses.lock().unwrap().pop_front().expect("a prepared response");
        let mut response = http::Response::builder().status(status);
        if status == 401 {
            let challenge = "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"";
            response = response.header("www-authenticate", challenge);
        }
        Box::pin(async move { Ok(response.body(Bytes::from_static(body.as_bytes())).unwrap()) })
    }
}

/// An operation without a response body.
#[derive(Debug)]
pub struct Ping;

impl Operation for Ping {
    type Output = ();

    fn description(&self) -> &Description {
        static DESCRIPTION: Description = Description::get("ping", "/ping");
        &DESCRIPTION
    }

    fn request(&self, root: &ServiceRoot) -> Result<http::Request<Bytes>, Error> {
        Ok(http::Request::get(format!("{}/ping", root.as_str())).body(Bytes::new()).unwrap())
    }

    fn read(&self, _: http::Response<Bytes>) -> Result<(), Error> {
        Ok(())
    }
}

pub fn client(service: &Script, credential: impl Credential + 'static) -> Client {
    Client::builder().cloud(Cloud::China).transport(service.clone()).credential(credential).build().unwrap()
}
