//! Sentences of generated documentation.

mod capability;
mod clouds;
mod custom_option;
mod deprecation;
mod permissions;
mod structure;
mod text;

#[cfg(feature = "cli")]
pub(crate) use capability::restricted_properties;
pub(crate) use capability::unsupported_options;
pub(super) use capability::{capability_sentences, deep_change_docs};
pub(super) use clouds::{cloud_docs, with_clouds};
pub(super) use custom_option::{option_docs, required_docs};
pub(super) use deprecation::deprecation;
pub(super) use permissions::{has_permissions, permission_docs, scheme_docs};
pub(crate) use structure::LIST_ITEM;
pub(super) use structure::{fact, key_docs, property_docs, type_link};
pub(crate) use text::is_invisible;
pub(super) use text::{description, long_description, plain};
