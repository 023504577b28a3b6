//! Long-running operations: the service responds with 202 and a link to a monitor that reports the progress.

mod final_response;
mod links;
mod poller;
mod progress;

pub use self::{
    poller::Poller,
    progress::{Progress, WorkState},
};

/// Implements `begin` for a request type with a field `parts`.
macro_rules! impl_begin {
    ($request:ident) => {
        impl<R: Respond> $request<R> {
            /// Sends the request and returns a [`Poller`](crate::Poller) that waits for the result.
            ///
            /// Use it if the service responds with 202, because it is still working. If it has executed the request at
            /// once, the poller is already done.
            ///
            /// # Errors
            ///
            /// As `send`.
            pub fn begin(
                self,
            ) -> impl ::std::future::Future<
                Output = Result<$crate::long_running::Poller<R>, $crate::error::Error>,
            > + Send {
                async move { $crate::long_running::Poller::begin(self.parts.resource.client(), &self).await }
            }
        }
    };
}

pub(crate) use impl_begin;
