//! Text of URLs, and what of a request may be shown.

mod redaction;
mod url;

pub(crate) use self::{
    redaction::{HIDDEN, is_secret_header, is_secret_name, is_secret_option, redacted_json},
    url::{option_pairs, path_segments, shown_target, split},
};
