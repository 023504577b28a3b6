use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use graph_runtime::{
    Object,
    codegen::Structured,
    http::{Method, StatusCode},
};
use serde_json::json;

use super::{
    answer::{Answer, FollowUp, Reply, Site},
    response::Response,
};
use crate::request::Request;

/// An upload session: it receives the chunks of a file, and then creates an item.
///
/// Clones share the bytes that were received.
///
/// ```
/// graph_macros::graph! { select: ["/drives/{id}/items/{id}", "/drives/{id}/items/{id}/createUploadSession"] }
/// use graph::{DriveItem, GraphService};
/// use graph_runtime::{Body, Bytes, empty};
/// use graph_testing::{Server, UploadSession};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), graph_runtime::Error> {
/// let server = Server::in_memory();
/// let (client, session) = (server.client(), UploadSession::new(DriveItem { name: Some("a.txt".into()), ..empty() }));
/// let service = GraphService::new(client.clone());
/// let create = || service.drives().by_id("d").items().by_id("i").create_upload_session(Body::new());
/// server.when(create()).answers(session.clone());
///
/// let created = create().send().await?;
/// let item = client.upload_session::<DriveItem>(&created)?.upload(Bytes::from_static(b"content")).await?;
/// assert_eq!(item.name.as_deref(), Some("a.txt"));
/// assert_eq!(session.received(), b"content");
/// # Ok(()) }
/// ```
///
/// Source: <https://learn.microsoft.com/graph/api/driveitem-createuploadsession>.
#[derive(Clone)]
#[must_use = "pass it to `answers`"]
pub struct UploadSession {
    item: Response,
    received: Arc<Mutex<Received>>,
}

#[derive(Debug, Default)]
struct Received {
    bytes: Vec<u8>,
    is_done: bool,
    is_canceled: bool,
    /// The size of the whole content, as the first chunk says.
    total: Option<usize>,
}

impl UploadSession {
    /// Creates a session whose last chunk is answered with an item.
    pub fn new<T: Structured>(item: T) -> Self {
        let item = Response { status: StatusCode::CREATED, ..Response::value(&Object::new(item)) };
        Self { item, received: Arc::default() }
    }

    /// Returns the bytes that were received so far.
    #[must_use]
    pub fn received(&self) -> Vec<u8> {
        self.lock().bytes.clone()
    }

    /// Returns whether all bytes were received.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.lock().is_done
    }

    /// Returns whether the client deleted the session.
    #[must_use]
    pub fn is_canceled(&self) -> bool {
        self.lock().is_canceled
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Received> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn answer(self, site: Site<'_>) -> Answer {
        let target = site.own_target("upload", 0);
        let created = Response::json(
            200,
            &json!({
                "uploadUrl": format!("{}{target}", site.origin()),
                "expirationDateTime": "2099-12-31T00:00:00Z",
                "nextExpectedRanges": ["0-"],
            }),
        );
        let reply = Reply::Computed(Arc::new(move |request| self.respond(request)));
        let follow_up = FollowUp { method: None, target, replies: vec![reply], is_required: true };
        Answer { reply: created.into(), follow_ups: vec![follow_up] }
    }

    fn respond(&self, request: &Request) -> Response {
        let mut received = self.lock();
        if received.is_canceled || received.is_done {
            return Response::error(404, "itemNotFound", "The upload session was not found.");
        }
        let status = |received: &Received| {
            let expected = format!("{}-", received.bytes.len());
            json!({ "expirationDateTime": "2099-12-31T00:00:00Z", "nextExpectedRanges": [expected] })
        };
        match *request.method() {
            Method::GET => Response::json(200, &status(&received)),
            Method::DELETE => {
                received.is_canceled = true;
                Response::no_content()
            }
            Method::PUT => {
                let size = request.bytes().len();
                let range = request.header("content-range").and_then(content_range);
                let is_valid = |range: &ContentRange| {
                    range.first.checked_add(size) == range.last.checked_add(1)
                        && range.last < range.total
                        && received.total.is_none_or(|total| total == range.total)
                };
                let Some(ContentRange { first, total, .. }) = range.filter(is_valid) else {
                    let message = "The request has no `Content-Range` that fits its body and the requests before it.";
                    return Response::error(400, "invalidRequest", message);
                };
                received.total = Some(total);
                if first != received.bytes.len() {
                    let message = "The fragment overlaps, or leaves a gap.";
                    return Response::error(416, "invalidRange", message);
                }
                received.bytes.extend_from_slice(request.bytes());
                if received.bytes.len() < total {
                    return Response::json(202, &status(&received));
                }
                received.is_done = true;
                self.item.clone()
            }
            _ => Response::error(405, "invalidRequest", "An upload session takes PUT, GET and DELETE."),
        }
    }
}

/// A header such as `bytes 0-9/20`.
struct ContentRange {
    first: usize,
    last: usize,
    total: usize,
}

fn content_range(text: &str) -> Option<ContentRange> {
    let (range, total) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    Some(ContentRange { first: first.parse().ok()?, last: last.parse().ok()?, total: total.parse().ok()? })
}

impl fmt::Debug for UploadSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let received = self.lock();
        f.debug_struct("UploadSession")
            .field("received", &format_args!("{} bytes", received.bytes.len()))
            .field("is_done", &received.is_done)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use graph_runtime::{Bytes, http};

    use super::{Response, UploadSession};
    use crate::request::Request;

    #[test]
    fn ranges_fit_the_content() {
        let session = || UploadSession { item: Response::no_content(), received: Default::default() };
        let put = |session: &UploadSession, range: &str, size: usize| {
            let sent = http::Request::put("https://h/upload").header("content-range", range);
            let sent = sent.body(Bytes::from(vec![0; size])).unwrap();
            session.respond(&Request::new(sent, &"https://h".into(), false)).status.as_u16()
        };
        for range in ["bytes 0-99/10", "bytes 0-3/5", "bytes 0-x/10", "bytes 0-/10", "bytes 0-9/5"] {
            assert_eq!(put(&session(), range, 10), 400, "{range}");
        }
        let session = session();
        assert_eq!(put(&session, "bytes 0-4/10", 5), 202);
        assert_eq!(put(&session, "bytes 5-9/12", 5), 400, "another total");
        assert_eq!(put(&session, "bytes 6-9/10", 4), 416);
        assert_eq!(put(&session, "bytes 5-9/10", 5), 204);
    }
}
