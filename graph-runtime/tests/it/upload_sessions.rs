//! Upload sessions: requests, tokens, and resuming after failures.

use std::{
    io::Cursor,
    sync::{Arc, Mutex},
};

use crate::loopback::{Loopback, Reply, Seen, clock::Clock};
use crate::sample::User;
use graph_runtime::{Bytes, Client, ErrorKind, SeekSource, StaticToken, UploadSession};
use serde_json::{Value, json};

const UNIT: usize = 320 << 10;
const LENGTH: usize = 3 * UNIT + 1234;

fn content() -> Bytes {
    (0..LENGTH).map(|number| u8::try_from(number % 251).unwrap()).collect::<Vec<u8>>().into()
}

/// A simulated session, and its failures by request number.
#[derive(Default)]
struct Session {
    bytes: Vec<u8>,
    requests: usize,
    /// Created with `deferCommit`.
    deferred: bool,
    committed: bool,
    trouble: Vec<(usize, Trouble)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Trouble {
    /// Sends this response and does nothing.
    Answer((u16, &'static str)),
    /// Accepts the chunk, and breaks the connection before the response.
    LostAnswer,
    /// Breaks the connection and accepts nothing.
    Broken,
    /// Accepts only this many bytes of the chunk.
    Part(usize),
}

impl Session {
    fn handle(&mut self, seen: &Seen) -> Reply {
        let number = self.requests;
        self.requests += 1;
        let trouble = self.trouble.iter().find(|(at, _)| *at == number).map(|(_, trouble)| trouble.clone());
        if let Some(Trouble::Answer((status, body))) = trouble {
            return Reply::json(status, body);
        }
        if trouble == Some(Trouble::Broken) {
            return Reply::Reset(Vec::new());
        }
        if seen.method() == "PUT" {
            let range = seen.header("content-range").unwrap().strip_prefix("bytes ").unwrap();
            let (range, total) = range.split_once('/').unwrap();
            let (first, last) = range.split_once('-').unwrap();
            let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
            assert_eq!((total.parse(), last + 1 - first), (Ok(LENGTH), seen.body.len()));
            if first != self.bytes.len() {
                return Reply::json(416, r#"{"error":{"code":"invalidRange"}}"#);
            }
            let count = if let Some(Trouble::Part(count)) = trouble { count } else { seen.body.len() };
            self.bytes.extend_from_slice(&seen.body[..count]);
        }
        if trouble == Some(Trouble::LostAnswer) {
            return Reply::Reset(Vec::new());
        }
        match self.bytes.len() {
            LENGTH if self.deferred && !self.committed => match seen.method() {
                "POST" if seen.body.is_empty() => {
                    self.committed = true;
                    Reply::json(201, r#"{"id":"1","displayName":"film.mp4"}"#)
                }
                "PUT" => Reply::json(202, r#"{"nextExpectedRanges":[]}"#),
                _ => Reply::json(200, r#"{"nextExpectedRanges":[]}"#),
            },
            LENGTH if seen.method() == "PUT" => Reply::json(201, r#"{"id":"1","displayName":"film.mp4"}"#),
            LENGTH => Reply::json(404, r#"{"error":{"code":"itemNotFound"}}"#),
            next => {
                let status = if seen.method() == "PUT" { 202 } else { 200 };
                let text =
                    format!(r#"{{"expirationDateTime":"2026-11-30T00:00:00Z","nextExpectedRanges":["{next}-"]}}"#);
                Reply::json(status, &text)
            }
        }
    }
}

fn server(trouble: Vec<(usize, Trouble)>) -> (Loopback, Arc<Mutex<Session>>) {
    let session = Arc::new(Mutex::new(Session { trouble, ..Session::default() }));
    let known = session.clone();
    (Loopback::start(move |seen| known.lock().unwrap_or_else(|broken| broken.into_inner()).handle(seen)), session)
}

/// The response to `createUploadSession`. The session is on the service's own host, which gets no token either.
fn created(server: &Loopback) -> Value {
    json!({
        "uploadUrl": format!("{}/up/1?tempauth='x'", server.origin()),
        "expirationDateTime": "2026-11-30T00:00:00Z",
        "nextExpectedRanges": ["0-"]
    })
}

fn client(server: &Loopback) -> Client {
    let client = Client::builder().base_url(server.root()).credential(StaticToken::new("token"));
    client.timer(Clock::default()).build().unwrap()
}

fn session(server: &Loopback) -> UploadSession<User> {
    client(server).upload_session(&created(server)).unwrap().chunk_size(UNIT).unwrap()
}

fn check_no_token(server: &Loopback) {
    for request in server.seen() {
        assert_eq!(request.header("authorization"), None);
        assert_eq!(request.target().replace("%27", "'"), "/up/1?tempauth='x'");
    }
}

#[tokio::test]
async fn chunks_are_sent_in_order_without_a_token() {
    let (server, state) = server(Vec::new());
    let told = Arc::new(Mutex::new(Vec::new()));
    let progress = told.clone();
    let mut session = session(&server).on_progress(move |sent, all| progress.lock().unwrap().push((sent, all)));
    let item = session.upload(SeekSource::new(Cursor::new(content())).await.unwrap()).await.unwrap();
    assert_eq!(item.display_name.as_deref(), Some("film.mp4"));
    assert!(state.lock().unwrap().bytes == content());
    let (unit, all) = (UNIT as u64, LENGTH as u64);
    assert_eq!(*told.lock().unwrap(), [(unit, all), (2 * unit, all), (3 * unit, all), (all, all)]);
    let seen = server.seen();
    assert_eq!(seen.len(), 4);
    assert_eq!(seen[3].header("content-range"), Some(format!("bytes {}-{}/{LENGTH}", 3 * UNIT, LENGTH - 1).as_str()));
    assert_eq!(seen[3].header("content-length"), Some("1234"));
    check_no_token(&server);
    assert!(!format!("{session:?}").contains("tempauth"));
}

#[tokio::test]
async fn interrupted_uploads_resume_where_the_service_is() {
    // Failures by request number, and how many requests it takes in all.
    for (trouble, requests) in [
        // Nothing was accepted: the retry policy sends the chunk again.
        (vec![(1, Trouble::Broken)], 5),
        (vec![(1, Trouble::Answer((503, "{}")))], 5),
        // The response was lost, so the same chunk is rejected (416), and the service is asked for its status.
        (vec![(1, Trouble::LostAnswer)], 6),
        // Not retried by the policy: the service is asked for its status.
        (vec![(2, Trouble::Answer((500, "{}")))], 6),
        // A part of the chunk was accepted, as the response says.
        (vec![(0, Trouble::Part(1000))], 5),
    ] {
        let (server, state) = server(trouble.clone());
        let item = session(&server).upload(content()).await.unwrap_or_else(|error| panic!("{trouble:?}: {error}"));
        assert_eq!(item.id.as_deref(), Some("1"));
        assert!(state.lock().unwrap().bytes == content(), "{trouble:?}");
        assert_eq!(server.seen().len(), requests, "{trouble:?}");
        check_no_token(&server);
    }
}

#[tokio::test]
async fn an_upload_resumes_in_another_process_from_its_url() {
    let (server, state) = server(vec![(2, Trouble::Answer((400, r#"{"error":{"code":"invalidRequest"}}"#)))]);
    let mut first = session(&server);
    assert!(first.upload(content()).await.unwrap_err().has_code("invalidRequest"));
    assert_eq!(state.lock().unwrap().bytes.len(), 2 * UNIT);
    let kept = first.url();
    drop(first);
    let mut second = client(&server).resume_upload::<User>(&kept).unwrap();
    let status = second.status().await.unwrap();
    assert_eq!(status.expected(), [(2 * UNIT as u64, None)]);
    assert!(status.expires().is_some());
    assert_eq!(second.upload(content()).await.unwrap().id.as_deref(), Some("1"));
    assert!(state.lock().unwrap().bytes == content());
    // Two chunks, the rejected one, two status requests, and the rest as one chunk of the default size.
    assert_eq!(server.seen().len(), 6);
    check_no_token(&server);
}

#[tokio::test]
async fn permanent_errors_end_the_upload() {
    for (status, code) in [(404, "itemNotFound"), (409, "nameAlreadyExists"), (507, "quotaLimitReached"), (403, "x")] {
        let body: &'static str = format!(r#"{{"error":{{"code":"{code}"}}}}"#).leak();
        let (server, _) = server(vec![(1, Trouble::Answer((status, body)))]);
        let error = session(&server).upload(content()).await.unwrap_err();
        assert!(error.has_code(code) && error.status().unwrap() == status, "{error}");
        assert_eq!(server.seen().len(), 2, "{code}");
    }
    // The response to the last chunk is lost: the session is gone, and the error says so.
    let (server, state) = server(vec![(3, Trouble::LostAnswer)]);
    let error = session(&server).upload(content()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert!(state.lock().unwrap().bytes == content());
    check_no_token(&server);
}

#[tokio::test]
async fn uploads_without_progress_end() {
    let (always, _) = server((0..100).filter(|at| at % 2 == 0).map(|at| (at, Trouble::Answer((500, "{}")))).collect());
    assert_eq!(session(&always).upload(content()).await.unwrap_err().status().unwrap(), 500);
    assert_eq!(always.seen().len(), 6, "three chunks, and three status requests");
    // A service that keeps requesting the same bytes, bytes beyond the end, or accepts everything but creates no item.
    for (ranges, most) in [(r#"["0-"]"#, 3), (r#"["99999999-"]"#, 1), (r#"["1048576-5"]"#, 1), ("[]", 4)] {
        let text = format!(r#"{{"nextExpectedRanges":{ranges}}}"#);
        let server = Loopback::start(move |_| Reply::json(202, &text));
        let error = session(&server).upload(content()).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::UploadSession | ErrorKind::Decode), "{ranges}: {error:?}");
        assert_eq!(server.seen().len(), most, "{ranges}");
    }
}

#[tokio::test]
async fn gaps_are_filled() {
    // The service requests a gap first, and then the end.
    let asked = Mutex::new(0);
    let server = Loopback::start(move |_| {
        let mut asked = asked.lock().unwrap();
        *asked += 1;
        match *asked {
            1 => Reply::json(202, r#"{"nextExpectedRanges":["400000-400099", "983040-"]}"#),
            2 => Reply::json(202, r#"{"nextExpectedRanges":["983040"]}"#),
            _ => Reply::json(201, r#"{"id":"1"}"#),
        }
    });
    session(&server).upload(content()).await.unwrap();
    let ranges: Vec<_> = server.seen().iter().map(|seen| seen.header("content-range").unwrap().to_owned()).collect();
    let last = format!("bytes 983040-{}/{LENGTH}", LENGTH - 1);
    assert_eq!(ranges, [format!("bytes 0-327679/{LENGTH}"), format!("bytes 400000-400099/{LENGTH}"), last]);
    assert!(server.seen()[1].body[..] == content()[400_000..400_100]);
}

#[tokio::test]
async fn invalid_sessions_and_chunk_sizes_are_refused() {
    let (server, _) = server(Vec::new());
    let client = client(&server);
    for bad in
        [json!({}), json!({"uploadUrl": null}), json!({"uploadUrl": "ftp://x"}), json!({"uploadUrl": "https://u:p@x/"})]
    {
        let error = client.upload_session::<User>(&bad).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::InvalidRequest | ErrorKind::InvalidLink), "{bad}: {error}");
    }
    for size in [0, 1, UNIT - 1, UNIT + 1, 61 << 20] {
        assert!(
            session(&server).chunk_size(size).is_err_and(|error| error.kind() == ErrorKind::InvalidRequest),
            "{size}"
        );
    }
    assert!(session(&server).chunk_size(60 << 20).is_ok());
    assert!(session(&server).upload(Bytes::new()).await.is_err_and(|error| error.kind() == ErrorKind::InvalidRequest));
    let insecure = client.resume_upload::<User>("http://192.0.2.1/up").unwrap().status().await.unwrap_err();
    assert_eq!(insecure.kind(), ErrorKind::InsecureLink);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn sessions_are_cancelled_and_empty_responses_are_accepted() {
    let server = Loopback::start(|seen| match seen.method() {
        "DELETE" => Reply::no_content(),
        _ => Reply::with_headers(201, "Location: https://outlook.office.com/x\r\n", b""),
    });
    let client = client(&server);
    client.upload_session::<()>(&created(&server)).unwrap().upload(content()).await.unwrap();
    client.upload_session::<()>(&created(&server)).unwrap().cancel().await.unwrap();
    let seen = server.seen();
    assert_eq!((seen[0].body.len(), seen[1].method()), (LENGTH, "DELETE"), "less than a chunk is one request");
    check_no_token(&server);
}

#[tokio::test]
async fn a_deferred_item_is_created_by_its_commit() {
    // Without failure, and with a lost response to the last chunk, which does no harm here.
    for (trouble, requests) in [(vec![], 5), (vec![(3, Trouble::LostAnswer)], 7)] {
        let (server, state) = server(trouble);
        state.lock().unwrap().deferred = true;
        let mut first = session(&server);
        first.upload_deferred(content()).await.unwrap();
        assert!(state.lock().unwrap().bytes == content() && !state.lock().unwrap().committed);
        // As if in another process.
        let session = client(&server).resume_upload::<User>(&first.url()).unwrap();
        let item = session.commit().await.unwrap();
        assert_eq!(item.id.as_deref(), Some("1"));
        assert!(state.lock().unwrap().committed);
        let last = server.last();
        assert_eq!((last.method(), last.header("content-length")), ("POST", Some("0")));
        assert_eq!(server.seen().len(), requests);
        check_no_token(&server);
    }
    // A session that has all bytes sends nothing more.
    let (server, state) = server(Vec::new());
    *state.lock().unwrap() = Session { bytes: content().to_vec(), deferred: true, ..Session::default() };
    let mut resumed = client(&server).resume_upload::<User>(&session(&server).url()).unwrap();
    assert!(resumed.status().await.unwrap().is_complete());
    resumed.upload_deferred(content()).await.unwrap();
    assert!(server.seen().iter().all(|seen| seen.method() == "GET"));
}

#[tokio::test]
async fn deferring_must_match_the_session() {
    let (deferring, state) = server(Vec::new());
    state.lock().unwrap().deferred = true;
    let error = session(&deferring).upload(content()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UploadSession);
    assert!(error.to_string().contains("`upload_deferred` and `commit`"), "{error}");
    let (at_once, _) = server(Vec::new());
    let error = session(&at_once).upload_deferred(content()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error:?}");
    // A commit that may have taken effect is not sent again.
    let (server, state) = server(vec![(0, Trouble::Broken)]);
    state.lock().unwrap().deferred = true;
    assert!(session(&server).commit().await.is_err_and(|error| error.kind() == ErrorKind::Transport));
    assert_eq!(server.seen().len(), 1);
}
