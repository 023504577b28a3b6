//! Structs that say what is requested, and what responses are read as.

mod derived;
#[cfg(feature = "reqwest")]
mod derived_types;
mod kinds;
mod queries;
mod reading;
mod types;
