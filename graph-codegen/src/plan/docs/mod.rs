//! Sentences of generated documentation.

mod capability;
mod custom_option;
mod deprecation;
mod permissions;
mod text;

pub(super) use capability::capability_sentences;
pub(crate) use capability::unsupported_options;
pub(super) use custom_option::{option_docs, required_docs};
pub(super) use deprecation::deprecation;
pub(super) use permissions::permission_docs;
pub(crate) use text::is_invisible;
pub(super) use text::{description, plain};
