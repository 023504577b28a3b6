//! OpenAPI descriptions as metadata.

mod agreement;
mod bad;
mod difference;
mod files;
mod hostile;
mod mutations;
mod sample;
