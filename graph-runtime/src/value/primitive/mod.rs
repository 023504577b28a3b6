//! The primitive types of the Entity Data Model.
//!
//! Each is printed exactly as it was parsed. Text in another form does not parse, and is kept as a misfit.

mod binary;
mod date_time_offset;
mod decimal;
mod duration;
mod language;
mod serialization;
mod time_of_day;

use std::fmt;

pub use binary::Binary;
pub use date_time_offset::DateTimeOffset;
pub use decimal::Decimal;
pub use duration::Duration;
pub use time_of_day::TimeOfDay;

/// `Edm.Guid`.
pub type Guid = uuid::Uuid;

/// `Edm.Date`.
pub type Date = jiff::civil::Date;

/// Any JSON value.
pub type Json = serde_json::Value;

/// A text that is not a valid value of a primitive type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    type_name: &'static str,
}

impl ParseError {
    pub(crate) const fn of(type_name: &'static str) -> Self {
        Self { type_name }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a valid value of {}", self.type_name)
    }
}

impl std::error::Error for ParseError {}
