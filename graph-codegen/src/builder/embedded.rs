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
        "download it with `cargo graph fetch --version {version} --out metadata/{version}.csdl`, and give it: \
         `.metadata(\"metadata/{version}.csdl\")`"
    );
    Err(Error::one(Diagnostic::error(Code::Setting, message).help(help)))
}

#[cfg(all(test, feature = "tools"))]
mod tests {
    use super::Document;
    use crate::{Builder, Version, builder::input::Input, csdl, slice};

    /// A document as `cargo xtask metadata update` embeds it: all of it, without descriptions, with its index.
    fn embedded(path: &str) -> &'static Document {
        let text = std::fs::read_to_string(path).unwrap();
        let resolved = Builder::new().metadata_text("beta.csdl", text).resolve().unwrap();
        let text = resolved.select(["**", "/**"]).unwrap().slice(&slice::Options::default());
        let index = csdl::index(&text).unwrap();
        Box::leak(Box::new(Document::new("metadata-beta/beta.csdl", text.leak(), index.leak())))
    }

    #[needs::shared]
    #[test]
    fn an_embedded_document_of_beta_generates_code_for_beta() {
        let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/metadata/beta/beta-USNat-2026-08-04.csdl");
        let document = embedded(shared);
        let builder = || {
            let builder = Builder::new().version(Version::Beta);
            Builder { metadata: vec![Input::Embedded(document)], ..builder }
        };
        let generated = builder().select("/users/{id}#GET,PATCH").select("/me/profile").generate().unwrap();
        let text = generated.text();
        assert!(text.contains(".in_version(\"beta\")") && text.contains("pub fn profile"));
        // The tables are those of v1.0: permissions are said to be, and clouds are not claimed.
        assert!(text.contains("These permissions are those of v1.0.") && !text.contains("Clouds:"), "{text:.3000}");
        let error = builder().select("/me").cloud(crate::clouds::Cloud::China).generate().unwrap_err().to_string();
        assert!(error.contains("clouds are known for v1.0 of Microsoft Graph only"), "{error}");
        assert_eq!(builder().select("**").select("/**").generate().unwrap().warnings().to_string(), "");
    }
}
