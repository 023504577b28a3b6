//! Executor-independent synchronization: a queue and a timeout.

use std::{future::Future, pin::Pin};

mod queue;
mod timeout;

pub(crate) use self::{queue::Queue, timeout::within};

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
