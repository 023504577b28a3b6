use std::{
    fmt,
    fs::File,
    io::{self, Write},
    path::Path,
    sync::{Mutex, PoisonError},
};

use graph_runtime::{
    BoxFuture, Bytes, Limits, Transport, TransportError,
    http::{HeaderMap, Request, Response, header, request::Parts},
    transport::TransportErrorKind,
};

use super::{
    fixture::{Body, Message, Recorded, headers_of},
    scrubber::Scrubber,
};
use crate::matching::RELEVANT;

/// The headers of responses that are recorded. Those that hold URLs are scrubbed.
const RESPONSE_HEADERS: [&str; 6] =
    ["content-range", "content-type", "etag", "preference-applied", "retry-after", "www-authenticate"];
const URL_HEADERS: [&str; 4] = ["azure-asyncoperation", "location", "odata-entityid", "operation-location"];

/// A transport that writes calls and their responses to a file: see [`Server::replay`](crate::Server::replay).
///
/// The file has a line of JSON for each call, and no secrets: access tokens and cookies are left out, JSON members that
/// hold passwords, secrets or tokens are hidden, and so are tokens in links. URLs of other hosts, as of uploads, are
/// replaced. Names and ids remain unless [`hide_ids`](Self::hide_ids) says otherwise: read the file before you commit
/// it.
///
/// ```no_run
/// use graph_runtime::{Client, ReqwestTransport, StaticToken};
/// use graph_testing::Recorder;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let recorder = Recorder::create("tests/users.jsonl", ReqwestTransport::new()?)?.hide_ids();
/// let token = StaticToken::new(std::env::var("GRAPH_TOKEN")?);
/// let client = Client::builder().credential(token).transport(recorder).build()?;
/// # Ok(()) }
/// ```
pub struct Recorder<T> {
    transport: T,
    output: Mutex<(File, Scrubber)>,
}

impl<T: Transport> Recorder<T> {
    /// Creates the file, or empties it.
    ///
    /// # Errors
    ///
    /// If the file cannot be created.
    pub fn create(path: impl AsRef<Path>, transport: T) -> io::Result<Self> {
        let scrubber = Scrubber::new("https://graph.microsoft.com/v1.0");
        Ok(Self { transport, output: Mutex::new((File::create(path)?, scrubber)) })
    }

    /// Sets the root of the service, if it is not Graph v1.0.
    #[must_use]
    pub fn with_root(mut self, url: &str) -> Self {
        self.scrubber().set_root(url);
        self
    }

    /// Replaces UUIDs and names such as `ann@contoso.com`, the same ones in the same way.
    ///
    /// Expect the calls of a test with what replaces them: `name1@example.com`,
    /// `00000000-0000-0000-0000-000000000001`.
    #[must_use]
    pub fn hide_ids(mut self) -> Self {
        self.scrubber().hide_ids();
        self
    }

    fn scrubber(&mut self) -> &mut Scrubber {
        &mut self.output.get_mut().unwrap_or_else(PoisonError::into_inner).1
    }

    fn write(&self, head: &Parts, body: &Bytes, response: &Response<Bytes>) -> io::Result<()> {
        let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, scrubber) = &mut *output;
        let media_type = |headers: &HeaderMap| {
            headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        let mut names = RELEVANT.to_vec();
        names.push("content-type");
        let url = scrubber.url(&head.uri.to_string());
        let request = Message {
            headers: headers_of(&head.headers, &names),
            body: scrubber.body(Body::read(body), media_type(&head.headers).as_deref()),
        };
        let mut headers = headers_of(response.headers(), &RESPONSE_HEADERS);
        let links = headers_of(response.headers(), &URL_HEADERS);
        headers.extend(links.into_iter().map(|(name, url)| (name, scrubber.url(&url))));
        let response_type = media_type(response.headers());
        let answer = Message { headers, body: scrubber.body(Body::read(response.body()), response_type.as_deref()) };
        let (method, status) = (head.method.to_string(), response.status().as_u16());
        let line = Recorded { method, url, request, status, response: answer }.to_json().to_string();
        file.write_all(format!("{}\n", scrubber.ids(&line)).as_bytes())
    }
}

impl<T: Transport> Transport for Recorder<T> {
    fn execute(
        &self,
        mut request: Request<Bytes>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            // Bodies are recorded as they are.
            request.headers_mut().remove(header::ACCEPT_ENCODING);
            let (head, body) = request.clone().into_parts();
            let response = self.transport.execute(request, limits).await?;
            match self.write(&head, &body, &response) {
                Ok(()) => Ok(response),
                Err(problem) => Err(TransportError::new(TransportErrorKind::Receive, Some(Box::new(problem)))),
            }
        })
    }
}

impl<T: fmt::Debug> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("transport", &self.transport).finish_non_exhaustive()
    }
}
