//! Waiting without an executor: a queue, a limit of time.

use std::{future::Future, pin::Pin};

mod queue;
mod timeout;

pub(crate) use self::{queue::Queue, timeout::within};

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
