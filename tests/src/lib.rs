//! Tests of the whole: from metadata to what is on the wire. The tests themselves are in `tests/`; this crate holds the generated code
//! that they share, and what several of them need.

pub mod scratch;
pub mod seeded;
pub mod shared;

graph_runtime::include_graph!("all.rs" as graph);
graph_runtime::include_graph!("ways.rs" as ways);
graph_runtime::include_graph!("queries.rs" as queries);

/// The README, whose examples are compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;

/// The guide, whose examples are compiled as well.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide.md")]
pub struct Guide;

/// The READMEs of the crates, whose examples are compiled too.
#[cfg(doctest)]
#[doc = include_str!("../../graph-codegen/README.md")]
#[doc = include_str!("../../graph-runtime/README.md")]
#[doc = include_str!("../../graph-macros/README.md")]
#[doc = include_str!("../../metadata/README.md")]
pub struct CrateReadmes;
