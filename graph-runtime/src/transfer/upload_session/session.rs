use std::{fmt, marker::PhantomData};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use serde_json::Value;
use url::Url;

use super::{
    byte_source::ByteSource,
    chunks::Transferred,
    item::SessionItem,
    status::{SessionStatus, document_of},
};
use crate::{
    client::Client,
    description::Description,
    error::{Cause, Error, ServiceError},
    operation::{Respond, read_response},
    pipeline::{CallOptions, Exchange, LinkTarget, TokenScope},
    transport::ResponseMemory,
};

/// An upload of a large file in chunks. `T` is the type of the item that it creates, or `()`; see [`SessionItem`].
///
/// A session starts with the response to `createUploadSession`. Its requests carry no token, not even to the
/// service's own host, and its URL must be https or loopback. Anyone with the URL can write to the session: keep it
/// secret.
///
/// Chunks are retried by the client's retry policy. If that fails, or the connection breaks, the session asks the
/// service for its status and continues from there. It gives up after three attempts in a row without progress, and
/// after twice as many chunks as the content has, plus 32. To resume an interrupted upload, call
/// [`upload`](Self::upload) again, or [`Client::resume_upload`](crate::Client::resume_upload) in another process.
///
/// ```no_run
/// # use graph_runtime as rt;
/// # #[cfg(feature = "reqwest")]
/// # async fn example<S, DriveItem>(client: rt::Client, created: S) -> Result<(), Box<dyn std::error::Error>>
/// # where S: serde::Serialize, DriveItem: rt::codegen::Structured {
/// # let open = || async { Ok::<_, std::io::Error>(std::io::Cursor::new(vec![0_u8; 9])) };
/// // let created = service.drives().by_id("…").items().by_id("…").create_upload_session(&parameters).send().await?;
/// let mut session =
///     client.upload_session::<DriveItem>(&created)?.on_progress(|sent, total| println!("{sent} of {total}"));
/// let file = open().await?; // `tokio::fs::File::open("film.mp4")`
/// let item = session.upload(rt::SeekSource::new(file).await?).await?;
/// # Ok(()) }
/// ```
///
/// Source: <https://learn.microsoft.com/graph/api/driveitem-createuploadsession>,
/// <https://learn.microsoft.com/graph/outlook-large-attachments>.
#[must_use = "nothing is sent before `upload`"]
pub struct UploadSession<T> {
    pub(super) client: Client,
    target: LinkTarget,
    pub(super) chunk: usize,
    options: Option<CallOptions>,
    pub(super) progress: Option<Box<dyn FnMut(u64, u64) + Send + Sync>>,
    /// The next range that the service expects; `None` if unknown.
    pub(super) next_range: Option<ExpectedRange>,
    answer: PhantomData<fn() -> T>,
}

/// The first byte, and the last one if the range has an end.
pub(super) type ExpectedRange = (u64, Option<u64>);

/// Chunk sizes are multiples of this many bytes.
const UNIT: usize = 320 << 10;
/// The largest request that services accept, in bytes.
const MAX_CHUNK: usize = 60 << 20;
/// The default chunk size, in bytes; Outlook accepts less than 4 MB.
const CHUNK: usize = 10 * UNIT;

pub(super) const NAME: &str = "upload session";
pub(super) const TEMPLATE: &str = "(upload session)";

impl<T: SessionItem> UploadSession<T> {
    pub(crate) fn of(client: &Client, session: &impl serde::Serialize) -> Result<Self, Error> {
        let document = serde_json::to_vec(session).map_err(refuse)?;
        let document = document_of(&document).map_err(refuse)?;
        let Some(url) = document.get("uploadUrl").and_then(Value::as_str).filter(|url| !url.is_empty()) else {
            return Err(refuse("the session has no `uploadUrl`"));
        };
        let mut made = Self::at(client, url)?;
        let wanted = SessionStatus::read(&document).expected().first().copied();
        made.next_range = Some(wanted.unwrap_or((0, None)));
        Ok(made)
    }

    pub(crate) fn at(client: &Client, url: &str) -> Result<Self, Error> {
        let root = client.root();
        // A relative URL such as `""` or `"?"` would lead to the service's root.
        Url::parse(url).map_err(|problem| Error::invalid_link(TEMPLATE, problem))?;
        let target = LinkTarget::of(url, root.url(), root, TEMPLATE)?;
        let (client, answer) = (client.clone(), PhantomData);
        Ok(Self { client, target, chunk: CHUNK, options: None, progress: None, next_range: None, answer })
    }

    /// Sets the size of a chunk in bytes: a multiple of 320 KiB (327,680), up to 60 MiB; 3,276,800 unless set.
    ///
    /// All services accept the default. OneDrive is faster with larger chunks.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the size is not valid.
    pub fn chunk_size(mut self, bytes: usize) -> Result<Self, Error> {
        if bytes == 0 || !bytes.is_multiple_of(UNIT) || bytes > MAX_CHUNK {
            let message = format!("the chunk size {bytes} is not a multiple of {UNIT} up to {MAX_CHUNK}");
            return Err(refuse(format!("{message}; `UploadSession::chunk_size` sets it")));
        }
        self.chunk = bytes;
        Ok(self)
    }

    /// Sets options for the session's requests, which override the client's settings.
    pub fn with_options(mut self, options: CallOptions) -> Self {
        self.options = Some(options);
        self
    }

    /// Sets a callback for progress, with the number of bytes that the service has received and the total.
    pub fn on_progress(mut self, call: impl FnMut(u64, u64) + Send + Sync + 'static) -> Self {
        self.progress = Some(Box::new(call));
        self
    }

    /// Returns the session's URL, for [`Client::resume_upload`](crate::Client::resume_upload). It is a secret.
    #[must_use]
    pub fn url(&self) -> String {
        self.target.uri.to_string()
    }

    /// Asks the service which bytes it still expects.
    ///
    /// # Errors
    ///
    /// See [`Error`]. The session [is not found](Error::is_not_found) if it has expired, or if the upload is complete.
    pub async fn status(&self) -> Result<SessionStatus, Error> {
        let answer = self.ask(&Description::get(NAME, TEMPLATE), None).await?;
        SessionStatus::parse(answer.body()).map_err(|problem| undecodable(&answer, problem))
    }

    /// Sends everything that the service still expects, and reads the response to the last chunk.
    ///
    /// # Errors
    ///
    /// See [`Error`], and in particular:
    ///
    /// - It [is not found](Error::is_not_found) (404) if the session has expired, so that a new one is needed, or
    ///   if only the response to the last chunk was lost.
    /// - It [is a conflict](Error::is_conflict) (409) if an item with this name exists.
    /// - [`ErrorKind::Io`](crate::ErrorKind::Io) if the source cannot be read.
    /// - [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the source is empty.
    /// - [`ErrorKind::UploadSession`](crate::ErrorKind::UploadSession) if the service received everything but
    ///   created no item, as it does for a session with `deferCommit`.
    pub async fn upload(&mut self, source: impl ByteSource) -> Result<<T::Response as Respond>::Output, Error> {
        match self.transfer(source).await? {
            Transferred::Committed(answer) => {
                read_response::<T::Response>(answer, &Description::put(NAME, TEMPLATE), &HeaderMap::new())
            }
            Transferred::Uncommitted => Err(failed(
                "the service received everything but created no item; for a session with `deferCommit`, call \
                 `upload_deferred` and `commit`",
            )),
        }
    }

    /// Sends everything that the service still expects, for a session that was created with `deferCommit`.
    ///
    /// The item is created by [`commit`](Self::commit), so that several files can appear at once, or not at all.
    ///
    /// # Errors
    ///
    /// See [`upload`](Self::upload). [`ErrorKind::Decode`](crate::ErrorKind::Decode) if the service has already
    /// created the item, because the session was created without `deferCommit`.
    pub async fn upload_deferred(&mut self, source: impl ByteSource) -> Result<(), Error> {
        match self.transfer(source).await? {
            Transferred::Uncommitted => Ok(()),
            Transferred::Committed(answer) => {
                Err(undecodable(&answer, "the service created the item without a commit"))
            }
        }
    }

    /// Creates the item from what [`upload_deferred`](Self::upload_deferred) sent, here or in another process.
    ///
    /// # Errors
    ///
    /// See [`Error`]. It [is a conflict](Error::is_conflict) (409) if an item with this name exists. After a lost
    /// connection the commit may have taken effect; it is not sent again unless the retry policy says so.
    pub async fn commit(&self) -> Result<<T::Response as Respond>::Output, Error> {
        let description = Description::post(NAME, TEMPLATE);
        let answer = self.ask(&description, None).await?;
        read_response::<T::Response>(answer, &description, &HeaderMap::new())
    }

    /// Cancels the session and deletes what was uploaded.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn cancel(self) -> Result<(), Error> {
        self.ask(&Description::delete(NAME, TEMPLATE), None).await.map(drop)
    }

    /// Sends a request to the session, never with a token. An unsuccessful response is an error.
    pub(super) async fn ask(
        &self,
        description: &Description,
        chunk: Option<(Bytes, &str)>,
    ) -> Result<http::Response<Bytes>, Error> {
        let settings = &self.client.settings;
        let exchange = Exchange {
            token_scope: TokenScope::None,
            gzip: false,
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
        let mut answer = exchange.run(settings, &build).await?;
        ResponseMemory::attach(&settings.limits, &mut answer);
        if answer.status().is_success() {
            return Ok(answer);
        }
        Err(ServiceError::new(answer, description).into())
    }
}

/// Creates an error in the caller's input.
pub(super) fn refuse(cause: impl Into<Cause>) -> Error {
    Error::unsendable(Description::put(NAME, TEMPLATE), cause)
}

/// Creates an error of the service, after something was sent.
pub(super) fn failed(cause: impl Into<Cause>) -> Error {
    Error::upload_session(Description::put(NAME, TEMPLATE), cause)
}

fn undecodable(answer: &http::Response<Bytes>, cause: impl Into<Cause>) -> Error {
    let (description, body) = (Description::put(NAME, TEMPLATE), answer.body().clone());
    Error::undecodable(description, answer.status(), answer.headers(), body, cause)
}

impl<T> fmt::Debug for UploadSession<T> {
    /// Hides the URL, which is a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadSession").field("next_range", &self.next_range).finish_non_exhaustive()
    }
}

impl Client {
    /// Starts an upload to a session that the service created.
    ///
    /// `session` is the response to `createUploadSession`; `T` is the type of the item that is created, or `()`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the session has no URL, and
    /// [`ErrorKind::InvalidLink`](crate::ErrorKind::InvalidLink) if the URL is not valid.
    pub fn upload_session<T: SessionItem>(&self, session: &impl serde::Serialize) -> Result<UploadSession<T>, Error> {
        UploadSession::of(self, session)
    }

    /// Resumes an upload from the URL of an [`UploadSession`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidLink`](crate::ErrorKind::InvalidLink) if the URL is not valid.
    pub fn resume_upload<T: SessionItem>(&self, url: &str) -> Result<UploadSession<T>, Error> {
        UploadSession::at(self, url)
    }
}
