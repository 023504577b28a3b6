//! Executes typed operations of Microsoft Graph, or of any OData V4 service, that [graph-codegen] generates.
//!
//! Generated code knows names and types; this crate knows HTTP and JSON. An application makes a [`Client`], hands it to the
//! generated service, and calls `send` on operations:
//!
//! ```no_run
//! # use graph_runtime::codegen as rt;
//! # struct User; struct GraphService(rt::Client);
//! # impl GraphService { fn new(client: rt::Client) -> Self { Self(client) } }
//! # async fn example() -> Result<(), graph_runtime::Error> {
//! use graph_runtime::{Client, Cloud, StaticToken};
//!
//! let client = Client::builder()
//!     .cloud(Cloud::Global)
//!     .credential(StaticToken::new(std::env::var("GRAPH_TOKEN").unwrap_or_default()))
//!     .build()?;
//! let service = GraphService::new(client);
//! // service.users().by_id("…").reprocess_license_assignment().send().await?
//! # Ok(())
//! # }
//! ```
//!
//! # What is here
//!
//! | for | names |
//! |---|---|
//! | Client and settings | [`Client`], [`ClientBuilder`], [`CallOptions`], [`Cloud`], [`KeySyntax`], [`ServiceRoot`], `BlockingClient` |
//! | Credentials | [`AccessToken`], [`CachedCredential`], [`Credential`], [`StaticToken`], [`TokenRequest`], [`credential_fn`] |
//! | Requests and answers | [`Operation`], [`Description`], [`Respond`], [`Get`], [`List`], [`Link`], [`Count`], [`Delta`], [`Call`], [`Write`], [`Preference`] |
//! | Values | [`Object`], [`Extra`], [`empty`], [`Member`], [`Flags`], [`Binary`], [`Date`], [`DateTimeOffset`], [`Decimal`], [`Duration`], [`Guid`], [`Json`], [`TimeOfDay`], [`Key`], [`Literal`], [`ParseError`] |
//! | Queries | [`Filter`], [`Search`] |
//! | Bodies | [`Body`], [`ForCreate`], [`Reference`] |
//! | Paging | [`Page`], [`Pages`], [`Items`], [`NextPage`], [`Change`], [`Removed`], [`Removal`] |
//! | Batch | [`Batch`], [`Ticket`], [`TicketId`], [`Answers`] |
//! | Files | [`Content`], [`ContentStream`], [`Download`], [`Upload`], [`UploadBody`], [`Uploaded`], [`UploadSession`], [`SessionStatus`], [`ByteSource`], [`SeekSource`] |
//! | Long-running work | [`Poller`], [`Progress`], [`WorkState`] |
//! | Errors | [`Error`], [`ErrorKind`], [`ServiceError`], [`ErrorDetail`], [`KeyError`], [`TransportError`] |
//! | Retry and throttling | [`Retry`], [`Backoff`], [`NoRetry`], [`Attempt`], [`Decision`], [`Throttle`] |
//! | Transport | [`Transport`], [`ReqwestTransport`], [`Middleware`], [`Next`], [`Limits`], [`BoxFuture`] |
//! | Re-exports | [`Bytes`], [`http`], [`serde`] |
//!
//! Three modules have the rest of their subject: [`query`] the types of the query language, [`transport`] what an HTTP stack of your own
//! needs, [`codec`] what a value type of your own implements. [`codegen`] is for generated code.
//!
//! # Features
//!
//! | feature | what it adds | what it costs |
//! |---|---|---|
//! | `reqwest` (default) | sends requests with reqwest, rustls and ring | 51 of the 104 crates in the tree on Linux |
//! | `blocking` | `BlockingClient`: calls that block their thread | no crate |
//! | `tracing` | a span for each call and events for attempts and waits, with OpenTelemetry's names; never keys, query values or tokens | no crate with `reqwest`, which has them already; 4 without |
//!
//! Without default features the crate has no I/O: an [`Operation`] becomes an [`http::Request`] and reads an
//! [`http::Response`], and a [`Transport`] of your own moves them.
//!
//! # Security
//!
//! A token goes to the service's own origin alone, over https, or over plain http to a loopback address and then past any proxy.
//! Links and redirects to elsewhere are followed where a service keeps contents, monitors or upload sessions there, then without a token and
//! over https or to loopback only; other redirects are errors. Nothing here shows a token or a key in `Debug`, `Display` or traces; a service's own error message is
//! shown on one line, with control characters escaped.
//!
//! [graph-codegen]: https://github.com/graph-codegen/graph-codegen

#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
mod batch;
mod body;
mod client;
pub mod codegen;
mod description;
mod error;
mod long_running;
mod operation;
mod paging;
mod parts;
mod path;
mod pipeline;
pub mod query;
mod request;
mod service;
mod sync;
mod text;
mod time;
mod transfer;
pub mod transport;
mod value;

pub use auth::{AccessToken, CachedCredential, Credential, StaticToken, TokenRequest, credential_fn};
pub use batch::{Answers, Batch, Ticket, TicketId};
pub use body::{Body, ForCreate, Reference};
#[cfg(feature = "blocking")]
pub use client::BlockingClient;
pub use client::{Client, ClientBuilder};
pub use description::Description;
pub use error::{Error, ErrorDetail, ErrorKind, ServiceError};
pub use long_running::{Poller, Progress, WorkState};
pub use operation::{Operation, Respond};
pub use paging::{Change, Items, NextPage, Page, Pages, Removal, Removed};
pub use path::{Key, KeyError, KeySyntax, Literal};
pub use pipeline::{Attempt, Backoff, CallOptions, Decision, Middleware, Next, NoRetry, Retry, Throttle};
pub use query::{Filter, Search};
pub use request::{Call, Count, Delta, Get, Link, List, Preference, Write};
pub use service::{Cloud, ServiceRoot};
pub use sync::BoxFuture;
#[cfg(feature = "reqwest")]
pub use transfer::SeekSource;
pub use transfer::{
    ByteSource, Content, ContentStream, Download, SessionStatus, Upload, UploadBody, UploadSession, Uploaded,
};
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
pub use transport::{Limits, Transport, TransportError};
pub use value::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Extra, Flags, Guid, Json, Member, Object, ParseError, TimeOfDay,
    empty,
};

#[doc(no_inline)]
pub use bytes::Bytes;
#[doc(no_inline)]
pub use http;
#[doc(no_inline)]
pub use serde;

/// What a value type of your own implements, to stand for an Edm type in generated code.
pub mod codec {
    pub use crate::{
        path::{EnumSyntax, UrlLiteral},
        value::{AsSerialize, Codec, Decoded, Value},
    };
    #[doc(no_inline)]
    pub use serde_json::value::RawValue;
}
