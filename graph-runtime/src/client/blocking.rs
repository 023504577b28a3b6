use std::{future::poll_fn, pin::Pin};

use bytes::Bytes;
use futures_core::Stream;
use tokio::runtime::{Builder, Handle, Runtime};

use super::client::Client;
use crate::{
    description::Description,
    error::{Cause, Error},
    operation::Operation,
};

/// A client for synchronous programs, whose calls block the calling thread.
///
/// It can be created and dropped in asynchronous code, but not called there. If it is dropped there, what its
/// connections still do in the background is aborted.
///
/// ```no_run
/// # use graph_runtime as rt;
/// # fn example<O: rt::Operation + Sync>(client: rt::Client, operation: O) -> Result<(), rt::Error> {
/// let blocking = rt::BlockingClient::new(client)?;
/// let output = blocking.execute(&operation)?; // service.users().by_id("…").get()
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct BlockingClient {
    client: Client,
    /// `None` only while the client is dropped.
    runtime: Option<Runtime>,
}

impl BlockingClient {
    /// Creates a blocking client with its own single-threaded runtime.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the runtime cannot be started.
    pub fn new(client: Client) -> Result<Self, Error> {
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|problem| {
            Error::configuration(Cause::new("failed to start the runtime of the blocking client", problem))
        })?;
        Ok(Self { client, runtime: Some(runtime) })
    }

    /// Returns the asynchronous client, to create request builders with.
    #[must_use]
    pub const fn client(&self) -> &Client {
        &self.client
    }

    /// Sends an operation and reads the response.
    ///
    /// # Errors
    ///
    /// See [`Error`]; [`ErrorKind::BlockingCall`](crate::ErrorKind::BlockingCall) if it is called from asynchronous
    /// code.
    pub fn execute<O: Operation + Sync>(&self, operation: &O) -> Result<O::Output, Error> {
        self.block_on(Some(operation.description()), self.client.execute(operation))
    }

    /// Sends an operation and returns the response unchanged, whatever its status.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute); the error is never of kind [`Service`](crate::ErrorKind::Service) or
    /// [`Decode`](crate::ErrorKind::Decode).
    pub fn exchange<O: Operation + Sync>(&self, operation: &O) -> Result<http::Response<Bytes>, Error> {
        self.block_on(Some(operation.description()), self.client.exchange(operation))
    }

    /// Blocks until a future of this crate completes: `work.result()`, `session.upload(…)`, `download.stream()`, and
    /// any request of a derived client ([`Client::for_tenant`]).
    ///
    /// # Errors
    ///
    /// Those of the future; [`ErrorKind::BlockingCall`](crate::ErrorKind::BlockingCall) if it is called from
    /// asynchronous code.
    pub fn wait<T>(&self, call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        self.block_on(None, call)
    }

    /// Returns an iterator over the pages or items of a stream. Each `next` blocks until one is available.
    ///
    /// ```no_run
    /// # use graph_runtime as rt;
    /// # fn example<User: rt::codegen::Structured>(
    /// #     blocking: rt::BlockingClient,
    /// #     list: rt::List<User>,
    /// # ) -> Result<(), rt::Error> {
    /// for item in blocking.iterate(list.items()).take(100) { // service.users().get().items()
    ///     println!("{:?}", item?);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the stream; [`ErrorKind::BlockingCall`](crate::ErrorKind::BlockingCall) as the only item if it is
    /// called from asynchronous code.
    pub fn iterate<T, S>(&self, stream: S) -> impl Iterator<Item = Result<T, Error>> + use<'_, T, S>
    where
        S: Stream<Item = Result<T, Error>> + Unpin,
    {
        let mut stream = Some(stream);
        std::iter::from_fn(move || {
            let source = stream.as_mut()?;
            let next = async { poll_fn(|context| Pin::new(&mut *source).poll_next(context)).await.transpose() };
            let next = self.block_on(None, next).transpose();
            // A stream that has ended or failed is not polled again.
            if !matches!(next, Some(Ok(_))) {
                stream = None;
            }
            next
        })
    }

    fn block_on<T>(
        &self,
        operation: Option<&Description>,
        call: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        match &self.runtime {
            Some(runtime) if Handle::try_current().is_err() => runtime.block_on(call),
            _ => Err(Error::blocking_call(operation.map(ToString::to_string))),
        }
    }
}

impl Drop for BlockingClient {
    fn drop(&mut self) {
        // Dropping a runtime waits for its threads, which panics in asynchronous code.
        if let Some(runtime) = self.runtime.take()
            && Handle::try_current().is_ok()
        {
            runtime.shutdown_background();
        }
    }
}
