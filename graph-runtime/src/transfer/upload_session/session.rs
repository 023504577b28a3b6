use std::{fmt, marker::PhantomData};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use serde_json::Value;

use super::{byte_source::ByteSource, chunks::Transferred, status::SessionStatus};
use crate::{
    client::Client,
    description::Description,
    error::{Cause, Error, ServiceError},
    operation::{Respond, read_response},
    pipeline::{CallOptions, Exchange, LinkTarget, TokenScope},
};

/// A large file on its way to a service, in chunks. `R` is what the service answers to the last one: the item, or `()`.
///
/// It begins with the answer to `createUploadSession`. The session's URL needs no token, and gets none, not even where it is the service's own
/// host; it has to be https, or on this machine. Who has the URL may write: keep it as a secret.
///
/// A chunk is sent again as the client's retry policy says. Where that does not help, or a connection broke, the service is asked what it has,
/// and the upload goes on from there; it ends where three times in a row nothing more has come through. What was interrupted goes
/// on with [`upload`](Self::upload) once more, or in another process with [`Client::resume_upload`](crate::Client::resume_upload).
///
/// ```no_run
/// # use graph_runtime as rt;
/// # #[cfg(feature = "reqwest")]
/// # async fn example<S, DriveItem>(client: rt::Client, created: S) -> Result<(), Box<dyn std::error::Error>>
/// # where S: serde::Serialize, DriveItem: rt::Respond {
/// # let open = || async { Ok::<_, std::io::Error>(std::io::Cursor::new(vec![0_u8; 9])) };
/// // let created = service.drives().by_id("…").items().by_id("…").create_upload_session(&parameters).send().await?;
/// let mut session = client.upload_session::<DriveItem>(&created)?.on_progress(|sent, all| println!("{sent} of {all}"));
/// let file = open().await?; // `tokio::fs::File::open("film.mp4")`
/// let item = session.upload(rt::SeekSource::new(file).await?).await?;
/// # Ok(()) }
/// ```
///
/// Source: <https://learn.microsoft.com/graph/api/driveitem-createuploadsession>,
/// <https://learn.microsoft.com/graph/outlook-large-attachments>.
#[must_use = "nothing is sent before `upload`"]
pub struct UploadSession<R> {
    pub(super) client: Client,
    target: LinkTarget,
    pub(super) chunk: usize,
    options: Option<CallOptions>,
    pub(super) progress: Option<Box<dyn FnMut(u64, u64) + Send + Sync>>,
    /// What the service wants next; `None` where it has to be asked.
    pub(super) wanted: Option<Wanted>,
    answer: PhantomData<fn() -> R>,
}

/// A byte, and the last one of the gap it begins, if it is a gap.
pub(super) type Wanted = (u64, Option<u64>);

/// Chunks are of as many bytes as this, times a whole number.
const UNIT: usize = 320 << 10;
/// A request of more is refused.
const LARGEST: usize = 60 << 20;
/// Outlook takes less than 4 MB.
const CHUNK: usize = 10 * UNIT;

pub(super) const NAME: &str = "upload session";
pub(super) const TEMPLATE: &str = "(upload session)";

impl<R: Respond> UploadSession<R> {
    pub(crate) fn of(client: &Client, session: &impl serde::Serialize) -> Result<Self, Error> {
        let document = serde_json::to_value(session).map_err(refuse)?;
        let Some(url) = document.get("uploadUrl").and_then(Value::as_str) else {
            return Err(refuse("the session has no `uploadUrl`"));
        };
        let mut made = Self::at(client, url)?;
        let wanted = SessionStatus::read(&document).expected().first().copied();
        made.wanted = Some(wanted.unwrap_or((0, None)));
        Ok(made)
    }

    pub(crate) fn at(client: &Client, url: &str) -> Result<Self, Error> {
        let root = client.root();
        let target = LinkTarget::of(url, root.url(), root, TEMPLATE)?;
        let (client, answer) = (client.clone(), PhantomData);
        Ok(Self { client, target, chunk: CHUNK, options: None, progress: None, wanted: None, answer })
    }

    /// How many bytes a chunk has: a multiple of 320 KiB (327,680) up to 60 MiB; 3,276,800 unless set, which all services take. Drives are faster
    /// with more.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) for another number.
    pub fn chunk_size(mut self, bytes: usize) -> Result<Self, Error> {
        if bytes == 0 || !bytes.is_multiple_of(UNIT) || bytes > LARGEST {
            return Err(refuse(format!("the chunk size {bytes} is not a multiple of {UNIT} up to {LARGEST}")));
        }
        self.chunk = bytes;
        Ok(self)
    }

    /// Sets what the requests do differently from the client's settings: retries, time.
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.options = Some(options);
        self
    }

    /// Is called with the number of bytes that the service has, and of all there are, whenever that changes.
    pub fn on_progress(mut self, call: impl FnMut(u64, u64) + Send + Sync + 'static) -> Self {
        self.progress = Some(Box::new(call));
        self
    }

    /// The session's URL, a secret: for [`Client::resume_upload`](crate::Client::resume_upload).
    #[must_use]
    pub fn url(&self) -> String {
        self.target.uri.to_string()
    }

    /// Asks what the service still wants.
    ///
    /// # Errors
    ///
    /// See [`Error`]; it [is not found](Error::is_not_found) where the session has ended, or all is uploaded.
    pub async fn status(&self) -> Result<SessionStatus, Error> {
        let answer = self.ask(&Description::get(NAME, TEMPLATE), None).await?;
        let document = serde_json::from_slice(answer.body()).map_err(|problem| undecodable(&answer, problem))?;
        Ok(SessionStatus::read(&document))
    }

    /// Sends all that the service still wants, and reads its answer to the last chunk.
    ///
    /// # Errors
    ///
    /// See [`Error`]. It [is not found](Error::is_not_found) (404) where the session has expired, so that another one
    /// has to be created; also where only the answer to the last chunk was lost. It [is a conflict](Error::is_conflict)
    /// (409) where an item of the name exists. [`ErrorKind::Io`](crate::ErrorKind::Io) if the source cannot be read,
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if it is empty, and
    /// [`ErrorKind::UploadSession`](crate::ErrorKind::UploadSession) if the service received everything but created no
    /// item, as it does for a session with `deferCommit`.
    pub async fn upload(&mut self, source: impl ByteSource) -> Result<R::Output, Error> {
        match self.transfer(source).await? {
            Transferred::Committed(answer) => {
                read_response::<R>(answer, &Description::put(NAME, TEMPLATE), &HeaderMap::new())
            }
            Transferred::Waiting => Err(failed(
                "the service received everything but created no item; for a session with `deferCommit`, call \
                 `upload_deferred` and `commit`",
            )),
        }
    }

    /// Sends all that the service still wants, for a session that was created with `deferCommit`: the item is there only after a
    /// [`commit`](Self::commit), so that several files can appear together, or not at all.
    ///
    /// # Errors
    ///
    /// As [`upload`](Self::upload); [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the service created the item
    /// already, because the session was created without `deferCommit`.
    pub async fn upload_deferred(&mut self, source: impl ByteSource) -> Result<(), Error> {
        match self.transfer(source).await? {
            Transferred::Waiting => Ok(()),
            Transferred::Committed(answer) => {
                Err(undecodable(&answer, "the service created the item without a commit"))
            }
        }
    }

    /// Makes the item of what [`upload_deferred`](Self::upload_deferred) sent, in this process or in another, and reads the answer.
    ///
    /// # Errors
    ///
    /// See [`Error`]. It [is a conflict](Error::is_conflict) (409) where an item of the name exists. Where the connection
    /// breaks, it is not sent again unless the retry policy of the call says so: it may have been done.
    pub async fn commit(&self) -> Result<R::Output, Error> {
        let description = Description::post(NAME, TEMPLATE);
        let answer = self.ask(&description, None).await?;
        read_response::<R>(answer, &description, &HeaderMap::new())
    }

    /// Ends the session, and throws away what was uploaded.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn cancel(self) -> Result<(), Error> {
        self.ask(&Description::delete(NAME, TEMPLATE), None).await.map(drop)
    }

    /// Sends a request to the session, never with a token. An answer that is no success is an error.
    pub(super) async fn ask(
        &self,
        description: &Description,
        chunk: Option<(Bytes, &str)>,
    ) -> Result<http::Response<Bytes>, Error> {
        let settings = &self.client.settings;
        let exchange = Exchange {
            token_scope: TokenScope::None,
            ..Exchange::to_service(settings, description, self.options.as_ref())
        };
        let build = || {
            let mut request = http::Request::new(Bytes::new());
            *request.method_mut() = description.method.clone();
            *request.uri_mut() = self.target.uri.clone();
            if description.method != Method::DELETE {
                request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
            }
            if let Some((bytes, range)) = &chunk {
                let range = HeaderValue::try_from(*range).map_err(refuse)?;
                request.headers_mut().insert(header::CONTENT_RANGE, range);
                let kind = HeaderValue::from_static("application/octet-stream");
                request.headers_mut().insert(header::CONTENT_TYPE, kind);
                *request.body_mut() = bytes.clone();
            } else if description.method == Method::POST {
                request.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
            }
            Ok(request)
        };
        let answer = exchange.run(settings, &build).await?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        Err(ServiceError::new(answer, description).into())
    }
}

/// An error of the caller.
pub(super) fn refuse(cause: impl Into<Cause>) -> Error {
    Error::unsendable(Description::put(NAME, TEMPLATE), cause)
}

/// An error of the service, after something was sent.
pub(super) fn failed(cause: impl Into<Cause>) -> Error {
    Error::upload_session(Description::put(NAME, TEMPLATE), cause)
}

fn undecodable(answer: &http::Response<Bytes>, cause: impl Into<Cause>) -> Error {
    let (description, body) = (Description::put(NAME, TEMPLATE), answer.body().clone());
    Error::undecodable(description, answer.status(), answer.headers(), body, cause)
}

impl<R> fmt::Debug for UploadSession<R> {
    /// The URL is left out: it is a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadSession").field("wanted", &self.wanted).finish_non_exhaustive()
    }
}

impl Client {
    /// An upload in chunks to the session that a service created: `session` is what `createUploadSession` answered. `R` is what comes of it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if it has no URL, and
    /// [`ErrorKind::InvalidLink`](crate::ErrorKind::InvalidLink) if its URL is not valid.
    pub fn upload_session<R: Respond>(&self, session: &impl serde::Serialize) -> Result<UploadSession<R>, Error> {
        UploadSession::of(self, session)
    }

    /// Goes on with an upload in chunks, from the URL of an [`UploadSession`] that was kept.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidLink`](crate::ErrorKind::InvalidLink) if it is not a valid URL.
    pub fn resume_upload<R: Respond>(&self, url: &str) -> Result<UploadSession<R>, Error> {
        UploadSession::at(self, url)
    }
}
