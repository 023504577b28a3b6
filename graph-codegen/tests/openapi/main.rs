//! OpenAPI descriptions as metadata.

mod sample;
