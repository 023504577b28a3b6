//! Tests of the whole workspace, from metadata to requests on the wire.
//!
//! The tests are in `it`. This library has the generated code and the helpers that they share.

pub mod scratch;
pub mod seeded;
pub mod shared;

graph_runtime::include_graph!("all.rs" as graph);
graph_runtime::include_graph!("mail.rs" as mail);
graph_runtime::include_graph!("paths.rs" as paths);
graph_runtime::include_graph!("queries.rs" as queries);
graph_runtime::include_graph!("tenant.rs" as tenant);
graph_runtime::include_graph!("trippin.rs" as trippin);

/// Compiles the examples in the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// Compiles the examples in the book.
#[cfg(doctest)]
#[doc = include_str!("../../docs/introduction.md")]
#[doc = include_str!("../../docs/getting-started.md")]
#[doc = include_str!("../../docs/selecting.md")]
#[doc = include_str!("../../docs/commands.md")]
#[doc = include_str!("../../docs/querying.md")]
#[doc = include_str!("../../docs/values.md")]
#[doc = include_str!("../../docs/pages.md")]
#[doc = include_str!("../../docs/projections.md")]
#[doc = include_str!("../../docs/writing.md")]
#[doc = include_str!("../../docs/files.md")]
#[doc = include_str!("../../docs/calls.md")]
#[doc = include_str!("../../docs/errors.md")]
#[doc = include_str!("../../docs/clients.md")]
#[doc = include_str!("../../docs/tenants.md")]
#[doc = include_str!("../../docs/notifications.md")]
#[doc = include_str!("../../docs/endpoints.md")]
#[doc = include_str!("../../docs/testing.md")]
#[doc = include_str!("../../docs/permissions.md")]
#[doc = include_str!("../../docs/clouds.md")]
#[doc = include_str!("../../docs/upgrading.md")]
#[doc = include_str!("../../docs/changes.md")]
#[doc = include_str!("../../docs/other-services.md")]
#[doc = include_str!("../../docs/extending.md")]
#[doc = include_str!("../../docs/publishing.md")]
#[doc = include_str!("../../docs/how-it-works.md")]
#[doc = include_str!("../../docs/limits.md")]
#[doc = include_str!("../../docs/costs.md")]
pub struct Book;

/// Compiles the examples in the pages about services.
#[cfg(doctest)]
#[doc = include_str!("../../docs/services/README.md")]
#[doc = include_str!("../../docs/services/dataverse.md")]
#[doc = include_str!("../../docs/services/business-central.md")]
#[doc = include_str!("../../docs/services/finance-and-operations.md")]
#[doc = include_str!("../../docs/services/sap.md")]
pub struct Services;

/// Compiles the examples in the READMEs of the crates.
#[cfg(doctest)]
#[doc = include_str!("../../graph-codegen/README.md")]
#[doc = include_str!("../../graph-runtime/README.md")]
#[doc = include_str!("../../graph-credentials/README.md")]
#[doc = include_str!("../../graph-macros/README.md")]
#[doc = include_str!("../../graph-notifications/README.md")]
#[doc = include_str!("../../graph-testing/README.md")]
#[doc = include_str!("../../metadata/README.md")]
#[doc = include_str!("../../metadata-beta/README.md")]
pub struct CrateReadmes;
