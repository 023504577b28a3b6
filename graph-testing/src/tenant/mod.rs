//! A small stateful service: collections of entities that can be queried and changed.

mod collection;
mod filter;
mod options;
mod tenant;

pub use self::tenant::Tenant;
