use std::{fmt, time::SystemTime};

use graph_runtime::{Credential, TokenRequest};
use secrecy::{ExposeSecret, SecretString};

use crate::{client_certificate::ClientCertificate, token_endpoint::Form, token_error::TokenError};

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How an application authenticates to the authority: with a secret, a certificate, or another identity.
///
/// ```no_run
/// use graph_credentials::{AzureCredential, ClientAuthentication, ConfidentialClient};
/// use graph_runtime::Cloud;
///
/// // The managed identity of this machine, to which the application has a federated credential.
/// let identity = ClientAuthentication::federated(AzureCredential::managed_identity(None)?);
/// let application =
///     ConfidentialClient::new(Cloud::Global.authority(), "contoso.com", "application id", identity)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct ClientAuthentication {
    kind: Kind,
}

enum Kind {
    Secret(SecretString),
    Certificate(Box<ClientCertificate>),
    Federated(Box<dyn Credential>),
}

impl ClientAuthentication {
    /// Authenticates with a secret: its value, not its id.
    pub fn secret(value: impl Into<SecretString>) -> Self {
        Self { kind: Kind::Secret(value.into()) }
    }

    /// Authenticates with a certificate.
    pub fn certificate(certificate: ClientCertificate) -> Self {
        Self { kind: Kind::Certificate(Box::new(certificate)) }
    }

    /// Authenticates with a token of another identity, which the application trusts (workload identity federation).
    ///
    /// The credential is asked for a token of the scope `api://AzureADTokenExchange/.default`, or that of a national
    /// cloud. A [`credential_fn`](graph_runtime::credential_fn) that reads an assertion from a file works too.
    ///
    /// Source: <https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity>.
    pub fn federated(identity: impl Credential + 'static) -> Self {
        Self { kind: Kind::Federated(Box::new(identity)) }
    }

    /// Adds the parameters that authenticate the application. `host` is that of the authority.
    pub(crate) async fn add_to(
        &self,
        form: &mut Form<'_>,
        url: &str,
        host: &str,
        application: &str,
        now: SystemTime,
    ) -> Result<(), TokenError> {
        let assertion = match &self.kind {
            Kind::Secret(secret) => {
                form.push(("client_secret", secret.expose_secret().to_owned().into()));
                return Ok(());
            }
            Kind::Certificate(certificate) => certificate.assertion(url, application, now)?,
            Kind::Federated(identity) => {
                let request = TokenRequest::new([exchange_scope(host)]);
                let token = identity.token(&request).await.map_err(TokenError::assertion)?;
                token.secret().expose_secret().to_owned()
            }
        };
        form.push(("client_assertion_type", ASSERTION_TYPE.into()));
        form.push(("client_assertion", assertion.into()));
        Ok(())
    }
}

/// Returns the scope of tokens that an authority accepts as assertions.
fn exchange_scope(host: &str) -> &'static str {
    if host.ends_with(".us") {
        "api://AzureADTokenExchangeUSGov/.default"
    } else if host.ends_with(".cn") {
        "api://AzureADTokenExchangeChina/.default"
    } else {
        "api://AzureADTokenExchange/.default"
    }
}

impl From<ClientCertificate> for ClientAuthentication {
    fn from(certificate: ClientCertificate) -> Self {
        Self::certificate(certificate)
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Secret(_) => "Secret",
            Self::Certificate(_) => "Certificate",
            Self::Federated(_) => "Federated",
        })
    }
}
