//! The integration tests, as one program.

mod binary;
mod metadata;
