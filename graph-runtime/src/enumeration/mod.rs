//! Enumeration types: members, and text that is no member.

mod enumerated;
mod flags;

pub use enumerated::{Enumerated, member_name, parse_member, read_enumerated};
pub use flags::Flags;
