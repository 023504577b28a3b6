//! The default metadata of graph-codegen: a slice of Microsoft Graph v1.0, and what CSDL itself does not say.

/// The documents that make the default model: each a name, as diagnostics show it, and a text.
pub const V1_0: &[(&str, &str)] = &[("metadata/v1.0.csdl", include_str!("../v1.0.csdl"))];
