//! Tests of applications that call Microsoft Graph or another OData V4 service with code of [graph-codegen].
//!
//! A [`Server`] expects the operations that the application calls, and answers them with generated types:
//!
//! ```
//! graph_macros::graph! { select: ["/users/{id}#GET"] }
//! use graph::{GraphService, User};
//! use graph_runtime::empty;
//! use graph_testing::Server;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), graph_runtime::Error> {
//! let server = Server::in_memory(); // or `Server::start().await?`, on loopback
//! let service = GraphService::new(server.client());
//! server.when(service.users().by_id("a").get()).answers(User { display_name: Some("Ann".to_owned()), ..empty() });
//!
//! let user = service.users().by_id("a").get().send().await?; // what the application does
//! assert_eq!(user.display_name.as_deref(), Some("Ann"));
//! server.verify(); // dropping the server does the same
//! # Ok(()) }
//! ```
//!
//! # Overview
//!
//! | subject | names |
//! |---|---|
//! | servers, in memory and on loopback | [`Server`] |
//! | expectations: what is compared, how often, in which order | [`When`], [`Expectation`] |
//! | answers | [`IntoAnswer`], [`Response`], [`Expanded`], [`Pages`], [`Changes`], [`LongRunning`], [`UploadSession`] |
//! | what was sent | [`Request`] |
//! | failures, reproducibly | [`Faults`] |
//! | recordings of a real service | [`Recorder`], [`Server::replay`] |
//! | a service with state | [`Tenant`] |
//! | change notifications | [`NotificationPost`] |
//!
//! The whole pipeline of the client runs: credentials, retries, throttling, paging, batches. Over loopback so does its
//! HTTP stack.
//!
//! A `$batch` in JSON or multipart is taken apart: each of its calls has to be expected, as if it were sent alone. Each
//! server is independent of others, so that tests run in parallel.
//!
//! Of an answer that is a struct, the server sends what the request selects and expands: see [`IntoAnswer`].
//!
//! # Features
//!
//! | feature | adds | dependencies |
//! |---|---|---|
//! | `loopback` (default) | [`Server::start`]: a server on 127.0.0.1 | hyper and reqwest |
//!
//! [graph-codegen]: https://github.com/graph-codegen/graph-codegen

#![cfg_attr(docsrs, feature(doc_cfg))]

mod calls;
mod entity;
mod exchange;
mod expectation;
mod faults;
mod matching;
mod notification;
mod query;
mod recording;
mod request;
mod response;
mod server;
mod tenant;
mod text;

pub use self::{
    entity::{Cardinality, Entity, Expanded},
    expectation::{Expectation, When},
    faults::Faults,
    notification::NotificationPost,
    recording::Recorder,
    request::Request,
    response::{AnyOutput, Changes, IntoAnswer, LongRunning, Pages, Response, UploadSession},
    server::Server,
    tenant::Tenant,
};
