//! The default metadata of graph-codegen: a slice of Microsoft Graph v1.0, and what CSDL itself does not say.

/// The documents that make the default model: each a name, as diagnostics show it, and a text.
///
/// The first is the slice, facts from Microsoft's own document; the second annotates it with permissions, directory roles and clouds
/// from the API reference. `PROVENANCE.toml` beside them says where the first is from.
pub const V1_0: &[(&str, &str)] = &[
    ("metadata/v1.0.csdl", include_str!("../v1.0.csdl")),
    ("metadata/v1.0.annotations.csdl", include_str!("../v1.0.annotations.csdl")),
];

/// The selectors that the slice was made with, one a line.
pub const SELECTION: &str = include_str!("../selection.txt");
