//! The beta metadata of graph-codegen's feature `beta`: the facts of Microsoft Graph beta.

mod date;

use graph_metadata::Document;

pub use date::BETA_DATE;

const TEXT: &str = include_str!("../beta.csdl");

const DOCUMENTS: [Document; 1] = [Document::new("metadata-beta/beta.csdl", TEXT, include_bytes!("../beta.index"))];

/// The documents of beta; empty if this release of the crate has none.
///
/// The document is Microsoft's metadata of the global cloud without descriptions. `PROVENANCE.toml` describes its
/// source.
pub const BETA: &[Document] = if TEXT.is_empty() { &[] } else { &DOCUMENTS };
