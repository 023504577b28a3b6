//! An SDK of several crates: one has the types, and one for each area has requests.
//!
//! A type is the same in all of them, so a value that one area returns can be passed to another. Applications depend on
//! this crate and enable the areas they use: each is a feature.

#[cfg(any(feature = "airlines", feature = "airports"))]
pub use split_sdk_flights as flights;
#[cfg(feature = "people")]
pub use split_sdk_people as people;
pub use split_sdk_types as types;
