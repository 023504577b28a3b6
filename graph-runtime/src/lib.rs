//! The runtime of generated clients for Microsoft Graph and other OData V4 services.
//!
//! [graph-codegen] generates the types, request builders and requests that an application uses. This crate sends them:
//! it has the HTTP client, credentials, retries and throttling, paging, batches, downloads and uploads, and
//! long-running operations.
//!
//! ```no_run
//! # use graph_runtime::codegen as rt;
//! # struct User { display_name: Option<String> }
//! # impl rt::Structured for User {
//! #     const TYPE_NAME: &'static str = "microsoft.graph.user";
//! #     fn properties() -> &'static [&'static str] { &["displayName"] }
//! #     fn build(from: &mut rt::PropertyReader<'_>) -> Self { Self { display_name: from.property() } }
//! #     fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.display_name); }
//! # }
//! # struct GraphService(rt::Resource);
//! # impl GraphService {
//! #     fn new(client: rt::Client) -> Self { Self(rt::Resource::root(client)) }
//! #     fn users(&self) -> Users { Users(self.0.child("users")) }
//! # }
//! # struct Users(rt::Resource);
//! # impl Users {
//! #     fn by_id(&self, id: impl Into<rt::Key>) -> UserById { UserById(self.0.key(&[("id", id.into())])) }
//! #     fn get(&self) -> rt::List<User> { rt::list(&self.0) }
//! # }
//! # struct UserById(rt::Resource);
//! # impl UserById {
//! #     fn get(&self) -> rt::Get<User> { rt::get(&self.0) }
//! # }
//! # async fn example() -> Result<(), graph_runtime::Error> {
//! use graph_runtime::{Client, StaticToken};
//!
//! let token = std::env::var("GRAPH_TOKEN").unwrap_or_default();
//! let client = Client::builder().credential(StaticToken::new(token)).build()?;
//! let service = GraphService::new(client); // generated, as are the methods that follow
//!
//! let adele = service.users().by_id("adele@contoso.com").get().send().await?;
//! println!("{:?}", adele.display_name);
//!
//! let mut users = service.users().get().items(); // the items of all pages
//! while let Some(user) = users.next().await {
//!     println!("{:?}", user?.display_name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Overview
//!
//! | subject | names |
//! |---|---|
//! | client and settings | [`Client`], [`ClientBuilder`], [`CallOptions`], [`Cloud`], [`KeySyntax`], [`ServiceRoot`], [`ServiceProfile`], `BlockingClient` |
//! | credentials | [`Credential`], [`credential_fn`], [`CachedCredential`], [`StaticToken`], [`AccessToken`], [`TokenRequest`] |
//! | requests | [`Get`], [`List`], [`Link`], [`Count`], [`Delta`], [`Call`], [`Write`], [`Preference`], [`Operation`], [`Description`], [`Respond`] |
//! | queries | [`Filter`], [`Search`] |
//! | request bodies | [`Body`], [`ForCreate`], [`Reference`] |
//! | values | [`Object`], [`Extra`], [`empty`], [`Member`], [`Flags`], [`Binary`], [`Date`], [`DateTimeOffset`], [`Decimal`], [`Duration`], [`Guid`], [`Json`], [`TimeOfDay`], [`Key`], [`Literal`], [`ParseError`] |
//! | paging | [`Page`], [`Pages`], [`Items`], [`NextPage`], [`Change`], [`Removed`], [`Removal`] |
//! | batches | [`Batch`], [`ChangeSet`], [`Ticket`], [`TicketId`], [`Responses`] |
//! | downloads and uploads | [`Content`], [`ContentStream`], [`Download`], [`Upload`], [`UploadBody`], [`Uploaded`], [`UploadSession`], [`SessionStatus`], [`ByteSource`], [`SeekSource`] |
//! | long-running operations | [`Poller`], [`Progress`], [`WorkState`] |
//! | errors | [`Error`], [`ErrorKind`], [`ServiceError`], [`ErrorDetail`], [`KeyError`], [`TransportError`] |
//! | retries and throttling | [`Retry`], [`Backoff`], [`NoRetry`], [`Attempt`], [`Decision`], [`Throttle`] |
//! | transport and middleware | [`Transport`], [`ReqwestTransport`], [`Middleware`], [`Next`], [`Limits`], [`BoxFuture`] |
//! | re-exports | [`Bytes`], [`http`], [`serde`] |
//!
//! The modules are for more special needs: [`raw`] has requests of any method and path, [`strict`] reads bodies that
//! your own endpoints receive, [`query`] has the types of the query language, [`projection`] structs of your own that
//! say what is requested, [`transport`] what a transport of your own needs, [`sign_in`] other ways to sign in,
//! [`profile`] the settings of a [`ServiceProfile`], [`delta`] and [`batches`] details of delta queries and batches,
//! and [`codec`] what a value type of your own implements. [`codegen`] is for generated code.
//!
//! # Features
//!
//! | feature | adds | dependencies |
//! |---|---|---|
//! | `gzip` (default) | responses are requested in gzip, and decoded within the size limit | 5 crates |
//! | `reqwest` (default) | a transport: reqwest with rustls and ring | 50 of the 106 crates in the tree on Linux |
//! | `derive` | `#[derive(Projection)]`: [structs](projection) that say what is requested and read | 4 crates, three of which reqwest needs too |
//! | `blocking` | `BlockingClient`, whose calls block the thread; enables `reqwest` | none |
//! | `serde` | `Guid` and `Date`, which are types of other crates, implement serde's traits, as all other values always do | none |
//! | `schemars` | `JsonSchema` of [`Object`], [`Page`], [`Member`] and all values, for [schemars](https://docs.rs/schemars) 1 | 4 crates |
//! | `utoipa` | `ToSchema` of the same, for [utoipa](https://docs.rs/utoipa) 6 | 6 crates, 3 with `reqwest` |
//! | `chrono` | conversions of dates, times and durations, also in [`dates`] | 3 crates |
//! | `time` | the same for the crate [time](https://docs.rs/time) | 5 crates |
//! | `tracing` | a span for each call, and events for attempts and waits, named as in OpenTelemetry | none with `reqwest`, 4 crates without |
//!
//! Without features the crate does no I/O and builds for `wasm32-unknown-unknown`: an [`Operation`] builds an
//! [`http::Request`] and reads an [`http::Response`], and a [`Transport`] of your own sends them.
//!
//! # Security
//!
//! - Access tokens are sent only to the service's own origin, over https. Plain http is allowed to a loopback address,
//!   without a proxy.
//! - Links and redirects to other origins are followed only for contents, monitors of long-running operations and
//!   upload sessions, without a token, and over https or to a loopback address. Any other redirect is an error.
//! - `Debug`, `Display` and traces never show tokens, keys or values of query options. The message of a service's error
//!   is shown on one line, with control characters escaped.
//! - Responses that are read into memory are limited in size, time and nesting. Those in gzip are limited in size
//!   before and after decoding, and in their ratio.
//!
//! # Links
//!
//! - [graph-codegen], the generator, whose README shows how the parts fit together
//! - [Microsoft Graph's documentation](https://learn.microsoft.com/graph/)
//! - [OData 4.01](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html), the protocol
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
mod mime;
mod operation;
mod paging;
mod parts;
mod path;
mod pipeline;
pub mod query;
mod request;
mod service;
pub mod sign_in;
mod sync;
mod text;
mod time;
mod transfer;
pub mod transport;
mod value;

pub use auth::{AccessToken, CachedCredential, Credential, StaticToken, TokenRequest, credential_fn};
pub use batch::{Batch, ChangeSet, Responses, Ticket, TicketId};
pub use body::{Body, ForCreate, Reference};
#[cfg(feature = "blocking")]
pub use client::BlockingClient;
pub use client::{Client, ClientBuilder};
pub use description::Description;
pub use error::{Error, ErrorDetail, ErrorKind, ServiceError};
#[cfg(feature = "derive")]
#[cfg_attr(docsrs, doc(cfg(feature = "derive")))]
pub use graph_derive::Projection;
pub use long_running::{Poller, Progress, WorkState};
pub use operation::{Operation, Respond};
pub use paging::{Change, Items, NextPage, Page, Pages, Removal, Removed};
pub use path::{Key, KeyError, KeySyntax, Literal};
pub use pipeline::{Attempt, Backoff, CallOptions, Decision, Middleware, Next, NoRetry, Retry, Throttle};
pub use query::{Filter, Search};
pub use request::{Call, Count, Delta, Get, Link, List, Preference, Write};
pub use service::{Cloud, ServiceProfile, ServiceRoot};
pub use sync::BoxFuture;
#[cfg(feature = "reqwest")]
pub use transfer::SeekSource;
pub use transfer::{
    ByteSource, Content, ContentStream, Download, SessionStatus, Upload, UploadBody, UploadSession, Uploaded,
};
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
pub use transport::{Limits, Transport, TransportError};
pub use value::projection::Projection;
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

/// Structs of an application that say what is requested and read: see [`Projection`](trait@projection::Projection).
///
/// An application names [`Projection`](trait@projection::Projection), and in signatures
/// [`PageItem`](projection::PageItem) and [`Refinement`](projection::Refinement). The other names are those of bounds,
/// and of what the derive macro emits.
pub mod projection {
    pub use crate::{
        paging::ProjectedChange,
        query::Refinement,
        request::{ProjectInto, ProjectedRows},
        value::projection::{
            Asserted, Cast, Checked, ControlInformation, Derived, FieldOf, GeneratedType, HoldsNullOf, MaybeNull,
            NeverNull, PageItem, ProjectedAs, Projection, ProjectionReader, PropertyPath, RelatedMany, RelatedOne,
            Steps, ValueProperty, cast, derived_property, path, read_projection,
        },
    };
    #[cfg(feature = "derive")]
    #[cfg_attr(docsrs, doc(cfg(feature = "derive")))]
    pub use graph_derive::Projection;
}

/// Generic code over request builders, and hand-written requests: see [`RequestBuilder`](builders::RequestBuilder).
pub mod builders {
    pub use crate::codegen::{CollectionBuilder, EntityBuilder, Many, One, RequestBuilder, Resource, Structured};
}

/// What is known of an operation before it is called: see [`Description`].
pub mod facts {
    pub use crate::description::{Availability, Permissions, SchemePermissions};
}

/// Conversions of dates from and to those of chrono (feature `chrono`) and of the crate time (feature `time`).
///
/// Points in time, times of day and durations convert with `TryFrom` and `From`:
///
#[cfg_attr(feature = "chrono", doc = "```")]
#[cfg_attr(not(feature = "chrono"), doc = "```ignore")]
/// use chrono::{DateTime, FixedOffset};
/// use graph_runtime::DateTimeOffset;
///
/// let sent: DateTimeOffset = "2026-11-20T08:14:03.2150187+05:30".parse()?;
/// let sent: DateTime<FixedOffset> = sent.try_into()?;
/// assert_eq!(sent.timestamp_subsec_nanos(), 215_018_700);
/// # Ok::<(), graph_runtime::ParseError>(())
/// ```
#[cfg(any(feature = "chrono", feature = "time"))]
#[cfg_attr(docsrs, doc(cfg(any(feature = "chrono", feature = "time"))))]
pub mod dates {
    #[cfg(feature = "chrono")]
    #[cfg_attr(docsrs, doc(cfg(feature = "chrono")))]
    pub use crate::value::dates::{from_chrono, to_chrono};
    #[cfg(feature = "time")]
    #[cfg_attr(docsrs, doc(cfg(feature = "time")))]
    pub use crate::value::dates::{from_time, to_time};
}

/// Details of delta queries: changes of links, which Graph does not send.
pub mod delta {
    pub use crate::paging::{LinkChange, LinkChangeKind};
}

/// Details of batches: which operations have [tickets](Ticket) that are keys.
pub mod batches {
    pub use crate::operation::CreatesEntity;
}

/// Requests for what has no request builder: see [`RawRequest`](raw::RawRequest).
pub mod raw {
    pub use crate::request::{FromJson, RawRequest};
}

/// The settings of a [`ServiceProfile`].
pub mod profile {
    pub use crate::{
        path::{EnumSyntax, KeySyntax},
        service::{BatchFormat, BindSyntax, ODataVersion, ReferenceRemoval},
    };
}

/// Strict reading of bodies from callers that are not trusted, for endpoints of your own: see
/// [`Strict`](strict::Strict).
pub mod strict {
    pub use crate::value::{Strict, StrictReader};
}

/// Traits for value types of your own that represent Edm types in generated code.
pub mod codec {
    pub use crate::{
        path::{EnumSyntax, UrlLiteral},
        value::{AsSerialize, Decoded, JsonError, JsonReader, JsonWriter, Value, from_json, to_json},
    };
    #[doc(no_inline)]
    pub use serde_json::value::RawValue;
}
