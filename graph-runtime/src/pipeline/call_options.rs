use std::{fmt, sync::Arc, time::Duration};

use super::retry::Retry;

/// What one call does differently from its client's settings.
///
/// ```
/// use std::time::Duration;
/// use graph_runtime::{CallOptions, NoRetry};
///
/// let options = CallOptions::default().retry(NoRetry).timeout(Duration::from_secs(5));
/// ```
#[derive(Clone, Default)]
#[must_use = "hand it to a call"]
pub struct CallOptions {
    pub(crate) retry: Option<Arc<dyn Retry>>,
    pub(crate) timeout: Option<Duration>,
}

impl CallOptions {
    /// Whether and when this call is tried again.
    pub fn retry(mut self, retry: impl Retry + 'static) -> Self {
        self.retry = Some(Arc::new(retry));
        self
    }

    /// The longest time of one attempt of this call.
    pub fn timeout(mut self, time: Duration) -> Self {
        self.timeout = Some(time);
        self
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallOptions").field("retry", &self.retry).field("timeout", &self.timeout).finish()
    }
}
