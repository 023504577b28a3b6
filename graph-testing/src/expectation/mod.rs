//! How expected calls are declared.

mod expected;
mod when;

pub use self::{expected::Expectation, when::When};
