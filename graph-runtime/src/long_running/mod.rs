//! Work that a service does in its own time: it answers 202 and says where to ask how far it is.

mod links;
mod poller;
mod progress;

pub use self::{
    poller::Poller,
    progress::{Progress, WorkState},
};

/// Lets a request be begun instead of sent. The type has a field `prepared` and says what it becomes.
macro_rules! long_running {
    ($request:ident) => {
        impl<R: Respond> $request<R> {
            /// Sends the request. Where the service answers 202 and says where to ask, the [`Poller`]($crate::Poller) does that; where it is done at once,
            /// the poller is done, too.
            ///
            /// # Errors
            ///
            /// As `send`.
            pub fn begin(self) -> impl ::std::future::Future<Output = Result<$crate::Poller<R>, $crate::Error>> + Send {
                async move { $crate::Poller::begin(self.prepared.resource.client(), &self).await }
            }
        }
    };
}

pub(crate) use long_running;
