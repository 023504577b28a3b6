//! Credentials for [`graph_runtime`]: what `azure_identity` has, and sign-in with a device code, which it has not.
//!
//! | who signs in | how |
//! |---|---|
//! | a service, with a secret | [`AzureCredential::client_secret`] |
//! | a service, with a certificate | `AzureCredential::client_certificate`, with the feature `certificate` (OpenSSL) |
//! | a virtual machine, an App Service | [`AzureCredential::managed_identity`] |
//! | a developer, who ran `az login` | [`AzureCredential::azure_cli`], or [`AzureCredential::developer_tools`] (`az`, then `azd`) |
//! | a person at another device's browser | [`DeviceCode`] |
//! | anything else of `azure_identity` | [`AzureCredential::new`] |
//!
//! ```no_run
//! use graph_credentials::{AzureCredential, CachedCredential};
//! use graph_runtime::{Client, Cloud};
//!
//! let cloud = Cloud::UsGovernment;
//! let credential = AzureCredential::client_secret(cloud.authority(), "tenant", "application", std::env::var("SECRET")?)?;
//! let client = Client::builder().cloud(cloud).credential(CachedCredential::new(credential)).build()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An authority is a URL such as [`Cloud::authority`](graph_runtime::Cloud::authority) gives; a cloud of your own has one of its own, and
//! its service is set by [`base_url`](graph_runtime::ClientBuilder::base_url) and [`scopes`](graph_runtime::ClientBuilder::scopes).
//!
//! `azure_identity` 1.0 cannot ask for tokens with claims (continuous access evaluation). Where the service demands claims, those
//! credentials say so in an error; [`DeviceCode`] passes them on.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod azure;
mod device_code;

pub use azure::{AzureCredential, ClaimsNotSupported};
pub use device_code::{DeviceCode, DeviceCodeError, DevicePrompt};
#[doc(no_inline)]
pub use graph_runtime::CachedCredential;

/// The README, whose example is compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
