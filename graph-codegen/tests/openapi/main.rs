//! OpenAPI descriptions as metadata.

mod agreement;
mod difference;
mod sample;
