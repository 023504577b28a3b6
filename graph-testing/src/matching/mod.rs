//! Whether a request is the expected one, and what differs.

mod body;
mod difference;
mod headers;
mod matcher;
mod path;
mod query;

pub(crate) use self::{body::BodyMatcher, difference::total_weight, headers::RELEVANT, matcher::Matcher};
