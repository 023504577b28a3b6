use http::{HeaderValue, header};

use super::streaming_adapter::StreamingAdapter;
use crate::{
    error::{Error, ServiceError},
    parts::RequestParts,
    pipeline::{Exchange, Streaming},
    transport::{ByteStream, once},
};

/// A request for content that can be sent again for the remaining bytes.
#[derive(Clone, Debug)]
pub(super) struct ContentSource {
    pub(super) parts: RequestParts,
}

/// The remaining bytes of content that has been received in part, if it has not changed.
#[derive(Clone, Debug)]
pub(super) struct Remainder {
    pub(super) from: u64,
    /// The last requested byte; `None` means the end of the content.
    pub(super) to: Option<u64>,
    pub(super) etag: HeaderValue,
}

impl ContentSource {
    /// Sends the request, follows redirects, and returns the response when its headers have arrived.
    pub(super) async fn fetch(&self, rest: Option<&Remainder>) -> Result<http::Response<ByteStream>, Error> {
        let RequestParts { resource, description, .. } = &self.parts;
        let settings = &resource.client().settings;
        let adapter = StreamingAdapter::new(&*settings.transport, None);
        let exchange = Exchange {
            transport: &adapter,
            streaming: Streaming::Response,
            ..Exchange::to_service(settings, description, self.parts.call_options())
        };
        let build = || {
            let mut request = self.parts.request(&settings.root)?;
            // Without the header, any encoding would be acceptable, and the download could not be resumed.
            let identity = HeaderValue::from_static("identity");
            request.headers_mut().entry(header::ACCEPT_ENCODING).or_insert(identity);
            if let Some(Remainder { from, to, etag }) = rest {
                let to = to.map(|to| to.to_string()).unwrap_or_default();
                let range = HeaderValue::try_from(format!("bytes={from}-{to}"))
                    .map_err(|problem| Error::unsendable(description, problem))?;
                request.headers_mut().insert(header::RANGE, range);
                request.headers_mut().insert(header::IF_RANGE, etag.clone());
            }
            Ok(request)
        };
        let answer = exchange.run(settings, &build).await?;
        let answer = exchange.follow_redirects(settings, &build, answer).await?;
        if !answer.status().is_success() {
            return Err(ServiceError::new(answer, description).into());
        }
        // A middleware may have responded itself.
        Ok(answer.map(|body| adapter.take().unwrap_or_else(|| once(body))))
    }
}
