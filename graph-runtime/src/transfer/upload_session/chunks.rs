use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use super::{
    byte_source::ByteSource,
    item::SessionItem,
    session::{ExpectedRange, NAME, TEMPLATE, UploadSession, failed, refuse},
    status::SessionStatus,
};
use crate::{
    description::Description,
    error::{Error, ErrorKind},
    operation::answer_of,
};

/// How often in a row a chunk may make no progress.
const MAX_STALLS: u32 = 3;
/// How many chunks may be sent besides two for each chunk of the content.
///
/// Services request bytes again that they lost. One that goes back and forth, or requests single bytes, does not end.
const SPARE_CHUNKS: u64 = 32;

/// The result of sending all bytes.
pub(super) enum Transferred {
    /// The service created the item and sent its response.
    Committed(http::Response<Bytes>),
    /// The service waits for the commit.
    Uncommitted,
}

impl<T: SessionItem> UploadSession<T> {
    /// Sends the chunks that the service expects.
    pub(super) async fn transfer(&mut self, mut source: impl ByteSource) -> Result<Transferred, Error> {
        let total = source.length();
        if total == 0 {
            return Err(refuse("an empty file cannot be uploaded with a session; upload it directly"));
        }
        let description = Description::put(NAME, TEMPLATE);
        let mut stalls = 0;
        let most = total.div_ceil(self.chunk as u64).saturating_mul(2).saturating_add(SPARE_CHUNKS);
        let mut chunks = 0;
        let mut wanted = match self.next_range.take() {
            Some(wanted) => Some(wanted),
            None => next(&self.status().await?, None, total)?,
        };
        while let Some((first, last)) = wanted {
            let end = first
                .saturating_add(self.chunk as u64)
                .min(total)
                .min(last.map_or(total, |last| last.saturating_add(1)));
            if first >= end {
                return Err(failed(format!(
                    "the service expects byte {first}, but the content has only {total} bytes"
                )));
            }
            chunks += 1;
            if chunks > most {
                return Err(failed(format!("the service requested more than {most} chunks for {total} bytes")));
            }
            let local = |source| Error::io(&description, "failed to read the content to upload", source);
            let chunk = source.read(first..end).await.map_err(local)?;
            if chunk.len() as u64 != end - first {
                return Err(local(std::io::ErrorKind::UnexpectedEof.into()));
            }
            let range = format!("bytes {first}-{}/{total}", end - 1);
            let sent = self.ask(&description, Some((chunk, &range))).await;
            let (next_range, problem) = match sent {
                Ok(answer) => {
                    let status = SessionStatus::parse(answer.body()).unwrap_or_default();
                    // Outlook responds with 200 to every chunk but the last.
                    let is_last = status.expected().is_empty();
                    if is_last && is_done(answer.status()) {
                        if let Some(error) = answer_of(&answer, &description).service_error() {
                            return Err(error.into());
                        }
                        if last.is_none() && end < total {
                            let message = format!("the service ended the session after {end} of {total} bytes");
                            return Err(failed(message));
                        }
                        self.report_progress(total, total);
                        return Ok(Transferred::Committed(answer));
                    }
                    (next(&status, Some(end), total)?, None)
                }
                Err(problem) if is_transient(&problem) => {
                    self.pause(stalls).await;
                    (next(&self.status().await?, None, total)?, Some(problem))
                }
                Err(problem) => return Err(problem),
            };
            let reached = next_range.map_or(total, |(first, _)| first);
            if reached > first {
                stalls = 0;
                self.report_progress(reached, total);
            } else {
                stalls += 1;
                if stalls >= MAX_STALLS {
                    return Err(problem.unwrap_or_else(|| failed("the service keeps requesting the same bytes")));
                }
            }
            wanted = next_range;
        }
        Ok(Transferred::Uncommitted)
    }

    fn report_progress(&mut self, sent: u64, total: u64) {
        if let Some(call) = &mut self.progress {
            call(sent, total);
        }
    }

    /// Waits for a transient failure to pass.
    async fn pause(&self, stalls: u32) {
        if let Some(timer) = self.client.settings.timer() {
            timer.wait(Duration::from_secs(1 << stalls.min(5))).await;
        }
    }
}

/// Returns whether a status is that of the response to the last chunk.
const fn is_done(status: StatusCode) -> bool {
    matches!(status, StatusCode::OK | StatusCode::CREATED | StatusCode::NO_CONTENT)
}

/// Returns the first range that the service expects, or `None` if it expects nothing more.
///
/// If the service does not say, the range begins after the bytes it has accepted.
fn next(status: &SessionStatus, taken: Option<u64>, total: u64) -> Result<Option<ExpectedRange>, Error> {
    match (status.expected().first(), taken) {
        (Some((first, _)), _) if *first == total => Ok(None),
        (Some(wanted), _) => Ok(Some(*wanted)),
        (None, Some(end)) => Ok((end < total).then_some((end, None))),
        (None, None) if status.is_complete() => Ok(None),
        (None, None) => Err(failed("the service does not say which bytes it expects")),
    }
}

/// Returns whether to ask the service for its status and continue.
///
/// That is so if it is unknown what arrived, if the service is temporarily unavailable, or if it has other bytes
/// than expected (416).
fn is_transient(problem: &Error) -> bool {
    match (problem.kind(), problem.status()) {
        (ErrorKind::Transport, _) => problem.may_have_been_sent() || problem.is_connect(),
        (ErrorKind::Service, Some(status)) => {
            status == StatusCode::RANGE_NOT_SATISFIABLE
                || status == StatusCode::TOO_MANY_REQUESTS
                || status.is_server_error() && status != StatusCode::INSUFFICIENT_STORAGE
        }
        _ => false,
    }
}
