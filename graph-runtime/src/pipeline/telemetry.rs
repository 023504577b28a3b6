//! A tracing span for each call, with an event for each attempt and each wait before a retry.
//!
//! Names follow OpenTelemetry (<https://opentelemetry.io/docs/specs/semconv/http/http-spans/>). Of the URL, only
//! the template and the server are recorded; keys, query values, headers and bodies never are.
//!
//! `http.response.body.size` is the size as received, so that of gzip is the compressed one. OpenTelemetry has no name
//! for the decoded size, which is `graph.response.decoded_size`, if the body was decoded.

use std::{future::Future, time::Duration};

use bytes::Bytes;

use super::retry::Attempt;
#[cfg(feature = "tracing")]
use crate::transport::EncodedSize;
use crate::{description::Description, error::Error, service::ServiceRoot, transport::TransportError};

/// The span of one call.
pub(crate) struct CallSpan {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl CallSpan {
    /// Starts a span. `root` is the service that is called; `None` for another origin.
    pub(crate) fn new(description: &Description, root: Option<&ServiceRoot>) -> Self {
        let span = tracing::info_span!(
            "graph_call",
            otel.kind = "client",
            otel.name = %description,
            graph.operation = description.name,
            http.request.method = %description.method,
            url.template = &*description.template,
            server.address = root.map(ServiceRoot::host),
            server.port = root.and_then(ServiceRoot::port),
            http.response.status_code = tracing::field::Empty,
            http.request.resend_count = tracing::field::Empty,
            error.r#type = tracing::field::Empty,
        );
        Self { span }
    }

    pub(crate) async fn around<T>(&self, call: impl Future<Output = T>) -> T {
        tracing::Instrument::instrument(call, self.span.clone()).await
    }

    /// Records the result of the call.
    pub(crate) fn end(&self, result: &Result<http::Response<Bytes>, Error>) {
        match result {
            Ok(response) => {
                let status = response.status();
                self.span.record("http.response.status_code", status.as_u16());
                if !status.is_success() {
                    self.span.record("error.type", status.as_str());
                }
            }
            Err(problem) => {
                self.span.record("error.type", error_type(problem));
            }
        }
    }

    /// Records the result of an attempt.
    pub(crate) fn attempt(&self, number: u32, result: &Result<http::Response<Bytes>, TransportError>) {
        let resent = number.saturating_sub(1);
        if resent > 0 {
            self.span.record("http.request.resend_count", resent);
        }
        match result {
            Ok(response) => tracing::debug!(
                parent: &self.span,
                http.response.status_code = response.status().as_u16(),
                http.response.body.size = received_size(response),
                graph.response.decoded_size = response.extensions().get::<EncodedSize>().map(|_| response.body().len()),
                http.request.resend_count = resent,
                "response received"
            ),
            Err(problem) => tracing::debug!(
                parent: &self.span,
                error.r#type = problem.kind().name(),
                http.request.resend_count = resent,
                "no response"
            ),
        }
    }

    /// Records a wait before a retry.
    pub(crate) fn wait(&self, attempt: &Attempt<'_>, time: Duration) {
        let wait = time.as_secs_f64();
        let attempts = attempt.number;
        match attempt.result {
            Ok((status, _)) => tracing::info!(
                parent: &self.span,
                http.response.status_code = status.as_u16(),
                http.request.resend_count = attempts,
                wait,
                "will retry"
            ),
            Err(problem) => tracing::info!(
                parent: &self.span,
                error.r#type = problem.kind().name(),
                http.request.resend_count = attempts,
                wait,
                "will retry"
            ),
        }
    }
}

/// Returns the size of the body before it was decoded.
#[cfg(feature = "tracing")]
fn received_size(response: &http::Response<Bytes>) -> usize {
    response.extensions().get().map_or(response.body().len(), |EncodedSize(size)| *size)
}

/// Returns the error type as one of a fixed set of words, which metrics need.
#[cfg(feature = "tracing")]
fn error_type(problem: &Error) -> &'static str {
    problem.transport_error().map_or_else(|| problem.kind().name(), |error| error.kind().name())
}

#[cfg(not(feature = "tracing"))]
impl CallSpan {
    pub(crate) const fn new(_: &Description, _: Option<&ServiceRoot>) -> Self {
        Self {}
    }

    pub(crate) async fn around<T>(&self, call: impl Future<Output = T>) -> T {
        call.await
    }

    pub(crate) const fn end(&self, _: &Result<http::Response<Bytes>, Error>) {}

    pub(crate) const fn attempt(&self, _: u32, _: &Result<http::Response<Bytes>, TransportError>) {}

    pub(crate) const fn wait(&self, _: &Attempt<'_>, _: Duration) {}
}
