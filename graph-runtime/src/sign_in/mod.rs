//! Signing in to services that do not use access tokens, or not only: API keys, HTTP basic, and sessions with cookies
//! and CSRF tokens.
//!
//! | a service wants | use |
//! |---|---|
//! | a key in a header | [`ApiKey`], a [`Middleware`](crate::Middleware) |
//! | a user name and a password | [`Basic`], a [`Credential`](crate::Credential) |
//! | `X-CSRF-Token` and cookies, as SAP does | [`CsrfSession`], a [`Middleware`](crate::Middleware), in addition to a credential |
//!
//! Their secrets have the rules of access tokens: they are sent to the service's own origin only, over https or to a
//! loopback address, do not follow links and redirects to elsewhere, and are not shown by `Debug`.

mod api_key;
mod basic;
mod cookies;
mod csrf_session;

pub use self::{api_key::ApiKey, basic::Basic, csrf_session::CsrfSession};
