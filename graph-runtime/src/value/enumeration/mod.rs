//! Enumeration types: members, and text that is no member.

mod enumerated;
mod flags;
mod member;

pub use enumerated::{Enumerated, member_name};
pub use flags::Flags;
pub use member::Member;
