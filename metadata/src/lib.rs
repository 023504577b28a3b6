//! The default metadata of graph-codegen: the facts of Microsoft Graph v1.0, and annotations for them.

mod date;

pub use date::V1_0_DATE;

/// A metadata document.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Document {
    /// The name that diagnostics show.
    pub name: &'static str,
    /// The text: CSDL in XML.
    pub text: &'static str,
    /// The structural index of the text, with which it is read without parsing XML; empty if there is none.
    pub index: &'static [u8],
}

impl Document {
    /// Creates a document.
    #[must_use]
    pub const fn new(name: &'static str, text: &'static str, index: &'static [u8]) -> Self {
        Self { name, text, index }
    }
}

/// The documents of the default metadata.
///
/// The first document is Microsoft's metadata without descriptions. The second annotates it with permissions, directory
/// roles and clouds from the API reference. `PROVENANCE.toml` describes their sources.
pub const V1_0: &[Document] = &[
    Document::new("metadata/v1.0.csdl", include_str!("../v1.0.csdl"), include_bytes!("../v1.0.index")),
    Document::new("metadata/v1.0.annotations.csdl", include_str!("../v1.0.annotations.csdl"), &[]),
];

/// In which clouds the elements of v1.0 exist: a line for each, in the format that its first lines describe.
pub const V1_0_CLOUDS: &str = include_str!("../v1.0.clouds.txt");

/// The names of the pages that document requests of v1.0: a line for each path, with methods.
///
/// `xtask/src/metadata/documentation.rs` makes it from Microsoft's OpenAPI documents. It does not have all requests.
pub const V1_0_DOCUMENTATION: &str = include_str!("../v1.0.documentation.txt");

/// The permissions of requests of Graph v1.0, as a table that `graph_codegen::permissions` searches.
///
/// `xtask/src/metadata/permissions.rs` makes it and describes its form.
pub const V1_0_PERMISSIONS: &str = include_str!("../v1.0.permissions.txt");
