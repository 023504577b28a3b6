//! Access tokens: credentials, their cache, and the claims that a service demands.

mod cached_credential;
mod challenge;
mod credential;

pub use self::{
    cached_credential::CachedCredential,
    credential::{AccessToken, Credential, CredentialTimeout, StaticToken, TokenRequest, credential_fn},
};
pub(crate) use self::{cached_credential::Shared, challenge::demanded_by};
