//! Executor-independent synchronization, a queue and a timeout, and a map of bounded size.

use std::{future::Future, pin::Pin};

mod queue;
mod recent_map;
mod timeout;

pub(crate) use self::{queue::Queue, recent_map::RecentMap, timeout::within};

/// A boxed future.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
