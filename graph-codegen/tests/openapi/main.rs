//! OpenAPI descriptions as metadata.

mod agreement;
mod bad;
#[path = "../damage/mod.rs"]
mod damage;
mod difference;
#[path = "../expected/mod.rs"]
mod expected;
mod files;
mod hostile;
mod mutations;
mod sample;
