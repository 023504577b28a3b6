//! JSON text: a reader and a writer without type parameters.
//!
//! They are compiled once, here. A reader that is generic over serde's `Deserializer` would be compiled for each type
//! in each crate that uses generated code.

mod duplicates;
mod error;
mod json_path;
mod misfit;
mod number;
mod reader;
mod serializer;
mod skip;
mod string;
mod writer;

pub(super) use self::{duplicates::check_names, reader::Strictness};
pub use self::{error::JsonError, reader::JsonReader, writer::JsonWriter};
pub(crate) use self::{reader::Token, serializer::serialize_text};
