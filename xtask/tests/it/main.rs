//! Integration tests.

mod binary;
mod metadata;
