//! Going on from what a service said earlier, in this process or in another one.

use crate::{
    client::Client,
    error::Error,
    json::{Object, Structured, Value},
    long_running::Poller,
    paging::{Change, NextPage},
    respond::Respond,
    upload_session::UploadSession,
};

impl Client {
    /// Goes on in a collection from a next link that was kept: [`pages`](NextPage::pages) and [`items`](NextPage::items) are the rest of it.
    /// Headers that the first request had (`ConsistencyLevel`, `Prefer`) are to be set again.
    pub fn resume<T: Value>(&self, link: impl Into<String>) -> NextPage<T> {
        NextPage::resume(self, link)
    }

    /// Goes on in a delta query from a next or delta link that was kept; with a delta link, that is what changed since. See
    /// [`Delta`](crate::Delta).
    pub fn resume_delta<T: Structured>(&self, link: impl Into<String>) -> NextPage<Change<Object<T>>> {
        NextPage::resume(self, link)
    }

    /// Goes on waiting for work that a service does in its own time, from the link of a [`Poller`] that was kept. `R` is what comes of it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidLink`](crate::ErrorKind::InvalidLink) if it is not a valid link.
    pub fn resume_work<R: Respond>(&self, link: &str) -> Result<Poller<R>, Error> {
        Poller::resume(self, link)
    }

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
