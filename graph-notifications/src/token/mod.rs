//! Validation tokens, which prove that encrypted items come from Graph.
//!
//! Source: <https://learn.microsoft.com/graph/change-notifications-with-resource-data#validating-the-authenticity-of-notifications>.

mod issuer;
mod jwt;
mod key_cache;
mod key_set;
mod key_source;
mod validator;

pub(crate) use self::key_cache::KeyCache;
pub use self::{
    key_source::{FixedKeys, KeySource, KeySourceError, PublishedKeys},
    validator::TokenValidator,
};
