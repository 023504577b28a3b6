//! Executes typed operations of Microsoft Graph, or of any OData V4 service, that [graph-codegen] generates.
//!
//! Generated code knows names and types; this crate knows HTTP and JSON. An application makes a [`Client`], hands it to the
//! generated service, and calls `send` on operations:
//!
//! ```no_run
//! # use graph_runtime as rt;
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

mod access;
mod argument;
mod batch;
#[cfg(feature = "blocking")]
mod blocking;
mod body;
mod builder;
mod byte_stream;
mod cached_credential;
mod call;
mod call_options;
mod challenge;
mod chance;
mod client;
mod cloud;
mod consistency;
mod content;
mod credential;
mod description;
mod destination;
mod encoding;
mod enumeration;
mod error;
mod include;
mod json;
mod key;
#[cfg(feature = "reqwest")]
mod known_origin;
mod limits;
mod link;
mod literal;
mod long_running;
mod middleware;
mod new_connection;
mod operation;
mod paging;
mod pipeline;
mod prepared;
mod primitive;
mod property;
mod query;
mod queue;
mod race;
mod redirect;
#[cfg(feature = "reqwest")]
mod reqwest_body;
#[cfg(feature = "reqwest")]
mod reqwest_transport;
mod resource;
mod respond;
mod resume;
mod retry;
mod sendable;
mod service_root;
mod stream;
mod telemetry;
mod throttle;
mod timer;
mod transport;
mod upload_session;
mod write;

pub use access::{CreateOnly, ReadOnly, Writable};
pub use argument::Argument;
pub use batch::{Answers, Batch, Ticket, TicketId};
#[cfg(feature = "blocking")]
pub use blocking::BlockingClient;
pub use body::{Body, BodyValue, ForCreate, ForUpdate, Insert, Reference, References, SettableIn};
pub use builder::{
    AddressesByKey, CollectionMethods, CollectionRequestBuilder, Counts, Creates, Deletes, EntityMethods,
    EntityRequestBuilder, Gets, Leads, Lists, No, Nothing, Place, Updates, Yes,
};
pub use cached_credential::CachedCredential;
pub use call::Call;
pub use call_options::CallOptions;
pub use client::{Client, ClientBuilder};
pub use cloud::Cloud;
pub use content::Content;
pub use credential::{AccessToken, Credential, CredentialTimeout, StaticToken, TokenRequest, credential_fn};
pub use description::{Description, Permissions};
pub use enumeration::{Enumerated, Flags, Member, find_member, member_name};
pub use error::{Error, ErrorDetail, ErrorKind, ServiceError};
pub use json::{
    DerivedFrom, Extra, Form, Object, Outcome, Parameters, PropertyReader, PropertyWriter, Raw, Read, Slot, Structured,
    StructuredForm, Value, Written, derived, empty,
};
pub use key::{Key, KeyError, KeySyntax};
pub use limits::Limits;
pub use link::Link;
pub use literal::{EnumForm, Literal, UrlLiteral};
pub use long_running::{Poller, Progress, WorkState};
pub use middleware::{Middleware, Next};
pub use new_connection::NewConnection;
pub use operation::{Operation, Redirects};
pub use paging::{Change, Items, NextPage, Page, Pages, Removal, Removed};
pub use primitive::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Json, ParseError, TimeOfDay};
pub use property::{Many, NavigationProperty, One, Property, Unselected, navigation, property};
pub use query::{
    Condition, Count, Countable, Delta, Everything, Expand, ExpandList, Expandable, Expression, Filter, Filterable,
    Get, Limitable, List, NavigationPath, NoCount, NoExpand, NoFilter, NoOrderBy, NoSearch, NoSkip, NoTop, Operand,
    Order, OrderList, Readable, Search, Searchable, SelectList, Skippable, Sortable,
};
#[cfg(feature = "reqwest")]
pub use reqwest_transport::ReqwestTransport;
pub use resource::Resource;
pub use respond::{Answer, Respond, Single};
pub use retry::{Attempt, Backoff, Decision, NoRetry, Retry};
pub use service_root::ServiceRoot;
pub use stream::{ContentStream, Download, Upload, UploadBody, Uploaded};
pub use throttle::Throttle;
pub use timer::Timer;
#[cfg(feature = "reqwest")]
pub use timer::TokioTimer;
pub use transport::{BoxFuture, ByteStream, RequestBody, Transport, TransportError, TransportErrorKind};
#[cfg(feature = "reqwest")]
pub use upload_session::SeekSource;
pub use upload_session::{ByteSource, SessionStatus, UploadSession};
pub use write::{Preference, Write};

#[doc(no_inline)]
pub use bytes::Bytes;
#[doc(no_inline)]
pub use http;
#[doc(no_inline)]
pub use serde;
#[doc(no_inline)]
pub use serde::de::MapAccess;
