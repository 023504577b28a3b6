use std::{
    fmt,
    fs::File,
    io::{self, Write},
    path::Path,
    sync::{Mutex, PoisonError},
};

use graph_runtime::{
    BoxFuture, Bytes, Limits, Transport, TransportError,
    http::{HeaderMap, HeaderValue, Request, Response, header, request::Parts},
    transport::TransportErrorKind,
};

use super::{
    fixture::{Message, Recorded},
    placeholder::escape,
    scrubbed_body,
    scrubbed_headers::{REQUEST_HEADERS, RESPONSE_HEADERS},
    scrubber::Scrubber,
};

/// A transport that writes calls and their responses to a file: see [`Server::replay`](crate::Server::replay).
///
/// The file has a line of JSON for each call. Access tokens and cookies are left out. JSON members, form fields and
/// query options whose names are those of passwords, secrets, keys or tokens are hidden, and so are tokens in links.
/// URLs of other hosts, as of uploads, are replaced. Batches are recorded by the same rules. A body is hidden if it is
/// neither JSON nor a form, a batch or a single value, unless [`keep_content`](Self::keep_content) says otherwise. A
/// hidden value of a response is replaced by one of the same type.
///
/// Other text remains, and so do names and ids without [`hide_ids`](Self::hide_ids): read the file before you commit
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

    /// Records content without structure as it is: images, files, and texts, of which only named secrets are hidden.
    ///
    /// Otherwise it is replaced by `(hidden)`.
    #[must_use]
    pub fn keep_content(mut self) -> Self {
        self.scrubber().keeps_content = true;
        self
    }

    fn scrubber(&mut self) -> &mut Scrubber {
        &mut self.output.get_mut().unwrap_or_else(PoisonError::into_inner).1
    }

    fn write(&self, head: &Parts, body: &Bytes, response: &Response<Bytes>) -> io::Result<()> {
        let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, scrubber) = &mut *output;
        let path = head.uri.path();
        let request = Message {
            headers: scrubber.headers(&head.headers, &REQUEST_HEADERS, true),
            body: scrubber.body(body, message(true, path, &head.headers)),
        };
        let url = scrubber.address(&escape(&head.uri.to_string()));
        let answer = Message {
            headers: scrubber.headers(response.headers(), &RESPONSE_HEADERS, false),
            body: scrubber.body(response.body(), message(false, path, response.headers())),
        };
        let (method, status) = (head.method.to_string(), response.status().as_u16());
        let line = Recorded { method, url, request, status, response: answer }.to_line()?;
        file.write_all(format!("{line}\n").as_bytes())
    }
}

fn message<'a>(is_request: bool, path: &'a str, headers: &'a HeaderMap) -> scrubbed_body::Message<'a> {
    let media_type = headers.get(header::CONTENT_TYPE).map(HeaderValue::to_str).and_then(Result::ok);
    scrubbed_body::Message { is_request, path, media_type }
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
