use super::Version;

/// The documents that a model was read from, and what their names say of it.
///
/// CSDL does not say which version of a service it describes: settings do, or names.
///
/// ```
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let model = graph_codegen::Builder::new().resolve()?.model;
/// assert_eq!(model.origin().version(), Some("v1.0"));
/// assert!(model.origin().is_embedded());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    documents: Vec<String>,
    is_embedded: bool,
    /// The version that settings say.
    chosen: Option<Version>,
}

impl Origin {
    pub(crate) fn new(documents: Vec<String>, is_embedded: bool, chosen: Option<Version>) -> Self {
        Self { documents, is_embedded, chosen }
    }

    /// Returns the names of the documents, as given.
    #[must_use]
    pub fn documents(&self) -> &[String] {
        &self.documents
    }

    /// Returns whether it is embedded metadata, because no document was given.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.is_embedded
    }

    /// Returns the version of Graph that was [set](crate::Builder::version).
    #[must_use]
    pub fn chosen_version(&self) -> Option<Version> {
        self.chosen
    }

    /// Returns the version of Graph: `v1.0` or `beta`. Unless it was set, the name of a document says it, or that of
    /// its directory.
    #[must_use]
    pub fn version(&self) -> Option<&'static str> {
        if let Some(version) = self.chosen {
            return Some(version.as_str());
        }
        if self.is_embedded {
            return Some(Version::V1_0.as_str());
        }
        self.documents.iter().find_map(|name| version_in(name))
    }

    /// The documents in a sentence: `v1.0.csdl`, `a.csdl` and 2 more.
    pub(crate) fn named(&self) -> String {
        match &self.documents[..] {
            [] => "the metadata".to_owned(),
            [only] => format!("`{only}`"),
            [first, rest @ ..] => format!("`{first}` and {} more", rest.len()),
        }
    }
}

fn version_in(document: &str) -> Option<&'static str> {
    let mut parts = document.rsplit(['/', '\\']);
    let (file, directory) = (parts.next()?.to_ascii_lowercase(), parts.next().unwrap_or_default());
    let of_word = |word: &str| {
        ["v1.0", "beta"]
            .into_iter()
            .find(|version| word.strip_prefix(version).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    };
    let of_directory = || ["v1.0", "beta"].into_iter().find(|version| directory.eq_ignore_ascii_case(version));
    file.split(['-', '_', ' ']).find_map(of_word).or_else(of_directory)
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn the_version_is_in_the_name_of_the_file_or_of_its_directory() {
        for (document, version) in [
            ("metadata/v1.0.csdl", Some("v1.0")),
            ("metadata/v1.0/Prod.csdl", Some("v1.0")),
            ("..\\beta\\graph.xml", Some("beta")),
            ("graph-beta.csdl", Some("beta")),
            ("beta/v1.0.csdl", Some("v1.0")),
            ("beta-project/Prod.csdl", None),
            ("alphabeta.csdl", None),
            ("Prod.csdl", None),
        ] {
            assert_eq!(version_in(document), version, "{document}");
        }
    }
}
