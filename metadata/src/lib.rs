//! The default metadata of graph-codegen: the facts of Microsoft Graph v1.0, and annotations for them.

/// The documents of the default metadata, each with the name that diagnostics show.
///
/// The first document is Microsoft's metadata without descriptions. The second annotates it with permissions, directory
/// roles and clouds from the API reference. `PROVENANCE.toml` describes their sources.
pub const V1_0: &[(&str, &str)] = &[
    ("metadata/v1.0.csdl", include_str!("../v1.0.csdl")),
    ("metadata/v1.0.annotations.csdl", include_str!("../v1.0.annotations.csdl")),
];

/// In which clouds the elements of v1.0 exist: a line for each, in the format that its first lines describe.
pub const V1_0_CLOUDS: &str = include_str!("../v1.0.clouds.txt");

/// The permissions of requests of Graph v1.0, as a table that `graph_codegen::permissions` searches.
///
/// `xtask/src/metadata/permissions.rs` makes it and describes its form.
pub const V1_0_PERMISSIONS: &str = include_str!("../v1.0.permissions.txt");
