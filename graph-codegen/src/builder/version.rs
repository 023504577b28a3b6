//! The settings about versions of Microsoft Graph.

use std::path::Path;

use super::{Builder, input::Input};
use crate::edm::Version;

impl Builder {
    /// Sets the version of Microsoft Graph that the metadata is of, and that the generated code calls.
    ///
    /// Unless a document is given, the version's embedded metadata is read. That of beta is a crate of its own, behind
    /// the feature `beta`.
    ///
    /// Two modules, one for each version, work with the same client: each generated service calls its own version.
    ///
    /// ```no_run
    /// // build.rs
    /// use graph_codegen::{Builder, Version};
    ///
    /// fn main() -> Result<(), graph_codegen::Error> {
    ///     Builder::new().version(Version::V1_0).select("/me").compile()?;
    ///     Builder::new()
    ///         .version(Version::Beta)
    ///         .metadata("metadata/beta.csdl")
    ///         .select("/me/profile")
    ///         .file_name("beta.rs")
    ///         .compile()
    /// }
    /// ```
    pub fn version(mut self, version: Version) -> Self {
        self.version = Some(version);
        self
    }

    /// Adds a metadata document of another version, in which unknown names are looked up.
    ///
    /// An error about a selector that only the other version has says so. Nothing else is read from the document, and
    /// it is read only if there is such an error. The embedded metadata of other versions is looked up anyway.
    pub fn search_metadata(mut self, version: Version, path: impl AsRef<Path>) -> Self {
        self.searched.push((version, Input::Path(path.as_ref().to_owned())));
        self
    }
}
