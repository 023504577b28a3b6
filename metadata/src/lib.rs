//! The default metadata of graph-codegen: a slice of Microsoft Graph v1.0, and annotations for it.

/// The documents of the default metadata, each with the name that diagnostics show.
///
/// The first document is the slice of Microsoft's metadata. The second annotates it with permissions, directory roles
/// and clouds from the API reference. `PROVENANCE.toml` describes their sources.
pub const V1_0: &[(&str, &str)] = &[
    ("metadata/v1.0.csdl", include_str!("../v1.0.csdl")),
    ("metadata/v1.0.annotations.csdl", include_str!("../v1.0.annotations.csdl")),
];

/// The selectors of the slice, one per line.
pub const SELECTION: &str = include_str!("../selection.txt");
