//! Credentials for [`graph_runtime`]: those of `azure_identity`, and the device code flow.
//!
//! | who signs in | credential |
//! |---|---|
//! | an application with a secret | [`AzureCredential::client_secret`] |
//! | an application with a certificate | `AzureCredential::client_certificate`, with the feature `certificate` |
//! | a virtual machine or service in Azure | [`AzureCredential::managed_identity`] |
//! | a developer who ran `az login` | [`AzureCredential::azure_cli`] |
//! | a developer who ran `az login` or `azd auth login` | [`AzureCredential::developer_tools`] |
//! | a person with a browser on any device | [`DeviceCode`] |
//! | any other credential of `azure_identity` | [`AzureCredential::new`] |
//!
//! Wrap a credential in a [`CachedCredential`]: it reuses tokens until they expire, and refreshes them in time.
//!
//! # Examples
//!
//! An application with a secret. The authority is the URL of the sign-in service, which
//! [`Cloud::authority`](graph_runtime::Cloud::authority) returns for each national cloud:
//!
//! ```no_run
//! use graph_credentials::{AzureCredential, CachedCredential};
//! use graph_runtime::{Client, Cloud};
//!
//! let cloud = Cloud::UsGovernment;
//! let secret = std::env::var("CLIENT_SECRET")?;
//! let credential = AzureCredential::client_secret(cloud.authority(), "tenant id", "application id", secret)?;
//! let client = Client::builder().cloud(cloud).credential(CachedCredential::new(credential)).build()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An application with a certificate and its private key, as PKCS #12:
//!
//! ```no_run
//! # #[cfg(feature = "certificate")] {
//! use graph_credentials::AzureCredential;
//! use graph_runtime::Cloud;
//!
//! let authority = Cloud::Global.authority();
//! let certificate = std::fs::read("certificate.pfx")?;
//! let credential =
//!     AzureCredential::client_certificate(authority, "tenant id", "application id", certificate, None)?;
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The managed identity of a virtual machine or service in Azure, assigned by the system or by a user:
//!
//! ```no_run
//! use graph_credentials::AzureCredential;
//!
//! let system_assigned = AzureCredential::managed_identity(None)?;
//! let user_assigned = AzureCredential::managed_identity(Some("client id"))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The account of a developer, for programs on their machine:
//!
//! ```no_run
//! use graph_credentials::{AzureCredential, CachedCredential};
//! use graph_runtime::Client;
//!
//! let credential = AzureCredential::azure_cli()?; // or developer_tools()
//! let client = Client::builder().credential(CachedCredential::new(credential)).build()?;
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
//! A service with continuous access evaluation can require a token with claims. [`DeviceCode`] requests them.
//! `azure_identity` 1.0 cannot, so its credentials fail with [`ClaimsNotSupported`] in this case.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod azure;
mod device_code;

pub use azure::{AzureCredential, ClaimsNotSupported};
pub use device_code::{DeviceCode, DeviceCodeError, DevicePrompt};
#[doc(no_inline)]
pub use graph_runtime::CachedCredential;

/// Compiles the example in the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
