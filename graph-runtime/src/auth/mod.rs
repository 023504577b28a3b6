//! Tokens: who gets them, how they are kept, and what a service demands of them.

mod cached_credential;
mod challenge;
mod credential;

pub(crate) use self::challenge::demanded_by;
pub use self::{
    cached_credential::CachedCredential,
    credential::{AccessToken, Credential, CredentialTimeout, StaticToken, TokenRequest, credential_fn},
};
