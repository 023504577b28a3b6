//! Enumeration types: members, and text that is no member.

mod enumerated;
mod flags;

pub use enumerated::{Enumerated, EnumeratedForm, member_name, parse_member};
pub use flags::Flags;
