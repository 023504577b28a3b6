//! A small stateful service: collections of entities that can be queried and changed.

mod address;
mod changing;
mod collection;
mod delta;
mod expand;
mod outcome;
mod page;
mod reading;
mod references;
mod shared;
mod state;
mod tenant;

pub(crate) use self::shared::Transaction;
pub use self::tenant::Tenant;
