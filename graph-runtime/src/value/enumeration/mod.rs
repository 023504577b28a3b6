//! Enumeration types: declared members, and undeclared ones.

mod enumerated;
mod flags;
mod member;

pub use enumerated::{Enumerated, member_name};
pub use flags::Flags;
pub use member::Member;
