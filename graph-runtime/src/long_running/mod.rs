//! Work that a service does in its own time: it answers 202 and says where to ask how far it is.

mod links;
mod poller;
mod progress;

pub use self::{
    poller::Poller,
    progress::{Progress, WorkState},
};

/// Lets a request be begun instead of sent. The type has a field `parts` and says what it becomes.
macro_rules! impl_begin {
    ($request:ident) => {
        impl<R: Respond> $request<R> {
            /// Sends the request. Where the service answers 202 and says where to ask, the [`Poller`]($crate::Poller) does that; where it is done at once,
            /// the poller is done, too.
            ///
            /// # Errors
            ///
            /// As `send`.
            pub fn begin(self) -> impl ::std::future::Future<Output = Result<$crate::long_running::Poller<R>, $crate::error::Error>> + Send {
                async move { $crate::long_running::Poller::begin(self.parts.resource.client(), &self).await }
            }
        }
    };
}

pub(crate) use impl_begin;
