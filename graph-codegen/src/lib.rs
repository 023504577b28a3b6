//! Generates typed Rust requests and responses for selected operations of Microsoft Graph.
//!
//! Microsoft Graph has more than 16,000 operations. This crate reads the service's metadata (OData CSDL) at build time
//! and generates code only for the operations and types that you name. The `graph-runtime` crate sends the requests.
//! Other OData V4 services work the same way.
//!
//! # In a build script
//!
//! Add `graph-runtime` to `[dependencies]` and `graph-codegen` to `[build-dependencies]`. The build script selects the
//! operations:
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), graph_codegen::Error> {
//!     graph_codegen::Builder::new().select("/users/{id}/reprocessLicenseAssignment").compile()
//! }
//! ```
//!
//! The application includes the generated module and calls the operations:
//!
//! ```text
//! // main.rs
//! use graph_runtime::{Client, StaticToken};
//!
//! graph_runtime::include_graph!(); // mod graph { … }
//!
//! async fn reprocess(token: String) -> Result<(), graph_runtime::Error> {
//!     let client = Client::builder().credential(StaticToken::new(token)).build()?;
//!     let service = graph::GraphService::new(client);
//!     let user = service.users().by_id("adele@contoso.com").reprocess_license_assignment().send().await?;
//!     println!("{:?} {:?}", user.display_name, user.assigned_licenses);
//!     Ok(())
//! }
//! ```
//!
//! Without [`Builder::metadata`], the embedded metadata of Graph v1.0 is read. A path such as
//! `/users/{id}#GET,PATCH`, a type such as `microsoft.graph.user`, or a pattern such as `/groups/{id}/**` can be
//! selected too: see [`Selector`](selection::Selector).
//!
//! # Without a build script
//!
//! - The macro `graph_macros::graph!` generates the same code where it is called.
//! - The `cli` feature adds `graph_codegen::cli`, a command line for a project's xtask that writes code to commit,
//!   lists operations, explains why a type is selected, and downloads metadata.
//! - [`Builder::generate`] returns the code as [text and tokens](Generated).
//!
//! # Customization
//!
//! [`Builder::rename`], [`Builder::map_type`], [`Builder::attribute`] and [`Builder::derive`] change what is generated
//! for the elements that match a pattern. An [`Extension`](extension::Extension) decides in code, and adds items.
//!
//! [`Builder::extern_type`] uses types of other crates, so that an SDK can consist of several. [`Builder::annotations`]
//! and [`Builder::fixup`] correct metadata.
//!
//! # Modules
//!
//! Code generation has stages, each with its own types: metadata is resolved to a [model](edm), selectors choose a
//! [selection] from it, the selection becomes a [plan] of the Rust code, and the plan is written as text. Tools can
//! stop at each of them ([`Resolved`], [`Selected`], [`Planned`]), [explain](mod@explain) a selection, find the
//! [calls](chain) for a URL, write the selected part of the metadata as a [slice](mod@slice), or find what a new
//! version of it [changes](diff).
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `openapi` | OpenAPI descriptions as metadata |
//! | `csdl-json` | CSDL in JSON as metadata |
//! | `beta` | the embedded metadata of Graph beta |
//! | `tools` | [`chain`], [`diff`], [`explain`](mod@explain) and [`slice`](mod@slice) |
//! | `cli` | `graph_codegen::cli`, the command line; enables `tools` |
//!
//! The [book] has a chapter for each topic, from a first request to an SDK of your own.
//!
//! [book]: https://github.com/graph-codegen/graph-codegen/blob/main/docs/introduction.md

#![cfg_attr(docsrs, feature(doc_cfg))]

mod builder;
#[cfg(feature = "tools")]
pub mod chain;
#[cfg(feature = "cli")]
pub mod cli;
pub mod clouds;
mod csdl;
mod customization;
pub mod diagnostic;
#[cfg(feature = "tools")]
pub mod diff;
pub mod edm;
mod emit;
mod error;
#[cfg(feature = "tools")]
pub mod explain;
#[cfg(feature = "cli")]
mod explore;
pub mod extension;
pub mod facts;
#[doc(hidden)]
pub mod internals;
#[cfg(feature = "cli")]
mod lookup;
mod naming;
#[cfg(feature = "openapi")]
mod openapi;
pub mod permissions;
pub mod plan;
pub mod selection;
#[cfg(feature = "tools")]
pub mod slice;

pub use builder::{Builder, Difference, Files, Generated, Planned, Resolved, Selected};
pub use csdl::Limits;
pub use edm::Version;
pub use error::Error;
