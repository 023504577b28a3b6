//! Credentials for [`graph_runtime`]: applications with secrets, certificates or federated identities, on behalf of
//! users, in many tenants; persons with a browser; and the credentials of `azure_identity`.
//!
//! | who signs in | credential |
//! |---|---|
//! | an application with a secret | [`ConfidentialClient`] with [`ClientAuthentication::secret`] |
//! | an application with a certificate | [`ConfidentialClient`] with a [`ClientCertificate`] |
//! | an application that trusts a managed identity or another issuer | [`ConfidentialClient`] with [`ClientAuthentication::federated`] |
//! | a user who called a program with a token | [`ConfidentialClient::on_behalf_of`] |
//! | an application with another registration in each tenant | [`ByTenant`] |
//! | a person with a browser on any device | [`DeviceCode`] |
//! | a virtual machine or service in Azure | `AzureCredential::managed_identity` |
//! | a developer who ran `az login` | `AzureCredential::azure_cli` |
//! | a developer who ran `az login` or `azd auth login` | `AzureCredential::developer_tools` |
//! | any other credential of `azure_identity` | `AzureCredential::from_fn` |
//!
//! [`ConfidentialClient`] caches its tokens. Wrap the others in a [`CachedCredential`]: it reuses tokens until they
//! expire, and refreshes them in time.
//!
//! # Examples
//!
//! An application with a secret. The authority is the URL of the sign-in service, which
//! [`Cloud::authority`](graph_runtime::Cloud::authority) returns for each national cloud:
//!
//! ```no_run
//! use graph_credentials::{ClientAuthentication, ConfidentialClient};
//! use graph_runtime::{Client, Cloud};
//!
//! let cloud = Cloud::UsGovernment;
//! let secret = ClientAuthentication::secret(std::env::var("CLIENT_SECRET")?);
//! let application = ConfidentialClient::new(cloud.authority(), "contoso.com", "application id", secret)?;
//! let client = Client::builder().cloud(cloud).credential(application).build()?;
//!
//! let fabrikam = client.for_tenant("fabrikam.com"); // another tenant, over the same connections
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An application with a certificate, on behalf of the user whose token it received:
//!
//! ```no_run
//! use graph_credentials::{ClientCertificate, ConfidentialClient};
//! use graph_runtime::{Client, Cloud};
//!
//! let certificate = ClientCertificate::from_pem(&std::fs::read("certificate.pem")?)?;
//! let application =
//!     ConfidentialClient::new(Cloud::Global.authority(), "contoso.com", "application id", certificate)?;
//! let client = Client::builder().credential(application.clone()).build()?;
//!
//! // For each request:
//! let user = client.with_credential(application.on_behalf_of("the token that the user sent"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The managed identity of a virtual machine or service in Azure, assigned by the system or by a user:
//!
//! ```no_run
//! # #[cfg(feature = "azure")] {
//! use graph_credentials::AzureCredential;
//!
//! let system_assigned = AzureCredential::managed_identity(None)?;
//! let user_assigned = AzureCredential::managed_identity(Some("client id"))?;
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The account of a developer, for programs on their machine:
//!
//! ```no_run
//! # #[cfg(feature = "azure")] {
//! use graph_credentials::{AzureCredential, CachedCredential};
//! use graph_runtime::Client;
//!
//! let credential = AzureCredential::azure_cli()?; // or developer_tools()
//! let client = Client::builder().credential(CachedCredential::new(credential)).build()?;
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A person who opens a URL on any device and enters a code. The timeout of the client must leave time for that:
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use graph_credentials::{CachedCredential, DeviceCode};
//! use graph_runtime::{Client, Cloud};
//!
//! let authority = Cloud::Global.authority();
//! let credential =
//!     DeviceCode::new(authority, "organizations", "application id", |prompt| eprintln!("{}", prompt.message))?;
//! let client = Client::builder()
//!     .credential(CachedCredential::new(credential))
//!     .credential_timeout(Duration::from_secs(15 * 60))
//!     .build()?;
//! # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
//! ```
//!
//! # Other clouds
//!
//! For a cloud that is not in [`Cloud`](graph_runtime::Cloud), pass the URL of its authority, and set the service with
//! [`base_url`](graph_runtime::ClientBuilder::base_url) and [`scopes`](graph_runtime::ClientBuilder::scopes).
//!
//! # Claims
//!
//! A service with continuous access evaluation can require a token with claims. [`ConfidentialClient`] and
//! [`DeviceCode`] request them. `azure_identity` 1.0 cannot, so its credentials fail with `ClaimsNotSupported` in this
//! case.
//!
//! # Tenants
//!
//! [`ConfidentialClient`], its [`OnBehalfOf`] and [`ByTenant`] get tokens of the tenant that
//! [`Client::for_tenant`](graph_runtime::Client::for_tenant) names. The others are for one tenant, and calls in another
//! fail without being sent.
//!
//! # Features
//!
//! | feature | adds | dependencies |
//! |---|---|---|
//! | `azure` (default) | `AzureCredential` | 37 crates |
//! | `pkcs12` | `ClientCertificate::from_pkcs12` | 67 crates |

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "azure")]
mod azure;
mod by_tenant;
mod client_authentication;
mod client_certificate;
mod confidential_client;
mod device_code;
mod token_endpoint;
mod token_error;

#[cfg(feature = "azure")]
pub use azure::{AzureCredential, ClaimsNotSupported};
pub use by_tenant::ByTenant;
pub use client_authentication::ClientAuthentication;
pub use client_certificate::{CertificateError, ClientCertificate, SigningAlgorithm};
pub use confidential_client::{ConfidentialClient, OnBehalfOf};
pub use device_code::{DeviceCode, DeviceCodeError, DevicePrompt};
#[doc(no_inline)]
pub use graph_runtime::CachedCredential;
pub use token_error::TokenError;

/// Compiles the example in the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
