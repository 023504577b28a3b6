//! The embedded metadata of each version.

use graph_metadata::Document;

use crate::{
    Error,
    diagnostic::{Code, Diagnostic},
    edm::Version,
};

/// Returns the embedded documents of a version; empty if there are none.
pub(super) fn documents(version: Version) -> &'static [Document] {
    match version {
        Version::V1_0 => graph_metadata::V1_0,
        #[cfg(feature = "beta")]
        Version::Beta => graph_metadata_beta::BETA,
        #[cfg(not(feature = "beta"))]
        Version::Beta => &[],
    }
}

/// Returns the date of the embedded metadata of a version.
pub(super) fn date(version: Version) -> &'static str {
    match version {
        Version::V1_0 => graph_metadata::V1_0_DATE,
        #[cfg(feature = "beta")]
        Version::Beta => graph_metadata_beta::BETA_DATE,
        #[cfg(not(feature = "beta"))]
        Version::Beta => "",
    }
}

/// Returns the embedded documents of a version.
///
/// # Errors
///
/// Returns a diagnostic that says how to get a document if there are none.
pub(super) fn required_documents(version: Version) -> Result<&'static [Document], Error> {
    let documents = documents(version);
    if !documents.is_empty() {
        return Ok(documents);
    }
    let message = format!("the metadata of {version} is not embedded, and no document is given");
    let help = format!(
        "download it with `cargo xtask fetch --version {version} --out metadata/{version}.csdl`, and give it: \
         `.metadata(\"metadata/{version}.csdl\")`"
    );
    Err(Error::one(Diagnostic::error(Code::Setting, message).help(help)))
}
