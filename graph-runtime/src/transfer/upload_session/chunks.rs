use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use super::{
    byte_source::ByteSource,
    session::{NAME, TEMPLATE, UploadSession, Wanted, failed, refuse},
    status::SessionStatus,
};
use crate::{
    description::Description,
    error::{Error, ErrorKind},
    operation::Respond,
};

/// How often in a row nothing may come through.
const STALLS: u32 = 3;

/// All bytes are with the service.
pub(super) enum Transferred {
    /// And it answered with what it made of them.
    Committed(http::Response<Bytes>),
    /// And it waits for the commit.
    Waiting,
}

impl<R: Respond> UploadSession<R> {
    /// Sends chunk by chunk what the service wants.
    pub(super) async fn transfer(&mut self, mut source: impl ByteSource) -> Result<Transferred, Error> {
        let total = source.length();
        if total == 0 {
            return Err(refuse("an empty file cannot be uploaded with a session; upload it directly"));
        }
        let description = Description::put(NAME, TEMPLATE);
        let mut stalls = 0;
        let mut wanted = match self.wanted.take() {
            Some(wanted) => Some(wanted),
            None => next(&self.status().await?, None, total)?,
        };
        while let Some((first, last)) = wanted {
            let end = (first + self.chunk as u64).min(total).min(last.map_or(total, |last| last.saturating_add(1)));
            if first >= end {
                return Err(failed(format!("the service asks for bytes from {first} on, but there are {total}")));
            }
            let local = |source| Error::io(&description, "failed to read the content to upload", source);
            let chunk = source.read(first..end).await.map_err(local)?;
            if chunk.len() as u64 != end - first {
                return Err(local(std::io::ErrorKind::UnexpectedEof.into()));
            }
            let range = format!("bytes {first}-{}/{total}", end - 1);
            let sent = self.ask(&description, Some((chunk, &range))).await;
            let (next_wanted, problem) = match sent {
                // The last one.
                Ok(answer)
                    if matches!(answer.status(), StatusCode::OK | StatusCode::CREATED | StatusCode::NO_CONTENT) =>
                {
                    self.tell(total, total);
                    return Ok(Transferred::Committed(answer));
                }
                Ok(answer) => {
                    let status = serde_json::from_slice(answer.body())
                        .map_or_else(|_| SessionStatus::default(), |document| SessionStatus::read(&document));
                    (next(&status, Some(end), total)?, None)
                }
                Err(problem) if is_passing(&problem) => {
                    self.pause(stalls).await;
                    (next(&self.status().await?, None, total)?, Some(problem))
                }
                Err(problem) => return Err(problem),
            };
            let reached = next_wanted.map_or(total, |(first, _)| first);
            if reached > first {
                stalls = 0;
                self.tell(reached, total);
            } else {
                stalls += 1;
                if stalls >= STALLS {
                    return Err(problem.unwrap_or_else(|| failed("the service keeps asking for the same bytes")));
                }
            }
            wanted = next_wanted;
        }
        Ok(Transferred::Waiting)
    }

    fn tell(&mut self, sent: u64, total: u64) {
        if let Some(call) = &mut self.progress {
            call(sent, total);
        }
    }

    /// Time for whatever is wrong to pass.
    async fn pause(&self, stalls: u32) {
        if let Some(timer) = self.client.settings.timer() {
            timer.wait(Duration::from_secs(1 << stalls.min(5))).await;
        }
    }
}

/// What comes first of what the service wants, or `None` where it wants no more; where it does not say, what follows on what it took.
fn next(status: &SessionStatus, taken: Option<u64>, total: u64) -> Result<Option<Wanted>, Error> {
    match (status.expected().first(), taken) {
        (Some((first, _)), _) if *first == total => Ok(None),
        (Some(wanted), _) => Ok(Some(*wanted)),
        (None, Some(end)) => Ok((end < total).then_some((end, None))),
        (None, None) if status.is_complete() => Ok(None),
        (None, None) => Err(failed("the service does not say which bytes it expects")),
    }
}

/// Whether asking the service what it has may help: nobody knows what came through, the service is out of order for a while, or it has
/// other bytes than was thought (416).
fn is_passing(problem: &Error) -> bool {
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
