use std::error::Error as StdError;

use base64::{Engine, engine::general_purpose::STANDARD};
use secrecy::{ExposeSecret, SecretString};

use crate::{
    auth::{AccessToken, Credential, TokenRequest},
    error::Error,
    sync::BoxFuture,
};

/// A user name and a password (HTTP basic, RFC 7617).
///
/// ```
/// use graph_runtime::{Client, ServiceProfile, sign_in::Basic};
///
/// let client = Client::builder()
///     .base_url("https://erp.example.com/sap/opu/odata4/sap/api_salesorder/srvd_a2x/sap/salesorder/0001")
///     .profile(ServiceProfile::sap())
///     .credential(Basic::new("COMM_USER", "the password")?)
///     .build()?;
/// # Ok::<(), graph_runtime::Error>(())
/// ```
///
/// `Debug` shows neither.
#[derive(Clone, Debug)]
pub struct Basic {
    token: AccessToken,
}

impl Basic {
    /// Creates the credential.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the user name has a colon, or one of them has
    /// control characters.
    pub fn new(user: &str, password: impl Into<SecretString>) -> Result<Self, Error> {
        let password = password.into();
        if user.contains(':') {
            return Err(Error::configuration("the user name contains a colon"));
        }
        if user.contains(char::is_control) || password.expose_secret().contains(char::is_control) {
            return Err(Error::configuration("the user name or the password contains control characters"));
        }
        let pair = SecretString::from(STANDARD.encode(format!("{user}:{}", password.expose_secret())));
        Ok(Self { token: AccessToken::basic(pair) })
    }
}

impl Credential for Basic {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> BoxFuture<'a, Result<AccessToken, Box<dyn StdError + Send + Sync>>> {
        Box::pin(std::future::ready(Ok(self.token.clone())))
    }
}
