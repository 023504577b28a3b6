//! Text of URLs, and what of a request may be shown.

mod assignments;
mod escape;
mod names;
mod redaction;
mod url;

pub(crate) use self::{
    assignments::{TextKind, replace_values},
    escape::escaped,
    names::{is_link_token, is_secret_header, is_secret_name, is_secret_option, is_upload_url},
    redaction::{HIDDEN, PairNames, redacted_json, redacted_text, without_tokens},
    url::{decoded, option_pairs, path_segments, shown_options, shown_target, split},
};
