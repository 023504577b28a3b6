use http::{HeaderValue, header};

use super::relay::Relay;
use crate::{
    byte_stream::once,
    error::{Error, ServiceError},
    pipeline::{self, Errand},
    prepared::Prepared,
    redirect,
    transport::ByteStream,
};

/// A request for content, which can be sent again for the rest of it.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) prepared: Prepared,
}

/// The rest of a content that was begun: from a byte on, as long as it is still the same.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    pub(super) from: u64,
    /// The last byte that is wanted, if that is not the last there is.
    pub(super) to: Option<u64>,
    pub(super) etag: HeaderValue,
}

impl Source {
    /// Sends the request, follows redirects, and gives the answer as soon as its head is there.
    pub(super) async fn fetch(&self, rest: Option<&Rest>) -> Result<http::Response<ByteStream>, Error> {
        let Prepared { resource, description, .. } = &self.prepared;
        let settings = &resource.client().settings;
        let relay = Relay::new(&*settings.transport, None);
        let errand =
            Errand { transport: &relay, ..Errand::to_service(settings, description, self.prepared.call_options()) };
        let build = || {
            let mut request = self.prepared.request(&settings.root)?;
            if let Some(Rest { from, to, etag }) = rest {
                let to = to.map(|to| to.to_string()).unwrap_or_default();
                let range = HeaderValue::try_from(format!("bytes={from}-{to}"))
                    .map_err(|problem| Error::unsendable(description, problem))?;
                request.headers_mut().insert(header::RANGE, range);
                request.headers_mut().insert(header::IF_RANGE, etag.clone());
            }
            Ok(request)
        };
        let answer = pipeline::run(settings, &errand, &build).await?;
        let answer = redirect::follow(settings, &errand, &build, answer).await?;
        if !answer.status().is_success() {
            return Err(ServiceError::new(answer, description).into());
        }
        // A middleware may have answered by itself.
        Ok(answer.map(|body| relay.take().unwrap_or_else(|| once(body))))
    }
}
