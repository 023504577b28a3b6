use std::fmt;

use super::Model;
use crate::diagnostic::{Code, Diagnostic, Quoted};

/// The document that declares a namespace and was not given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MissingDocument<'m> {
    /// The `Uri` of the reference that includes the namespace.
    uri: Option<&'m str>,
}

impl Model {
    /// Returns the document that should declare a namespace, as far as a reference names it.
    pub(crate) fn missing_document(&self, namespace: &str) -> MissingDocument<'_> {
        let mut references = self.references().iter();
        let includes =
            references.find(|reference| reference.includes.iter().any(|include| include.namespace == namespace));
        MissingDocument { uri: includes.map(|reference| reference.uri.as_str()).filter(|uri| !uri.is_empty()) }
    }
}

impl MissingDocument<'_> {
    /// Returns the error for an element that the document declares.
    pub(crate) fn error(self, name: impl fmt::Display) -> Diagnostic {
        Diagnostic::error(Code::Unresolved, format!("`{name}` is declared in {self}")).help(self.help())
    }

    /// Returns what to do about it.
    pub(crate) fn help(self) -> String {
        format!("add the referenced document: `.metadata(\"{}\")`", self.file_name().unwrap_or("other.csdl"))
    }

    /// The last segment of the URI, if it is a plain name of a file: URIs are text of documents.
    fn file_name(&self) -> Option<&str> {
        let path = self.uri?.split(['?', '#']).next()?;
        let name = path.rsplit(['/', '\\']).next()?;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '$');
        let is_name =
            !name.is_empty() && name.len() <= 100 && !name.starts_with(['.', '-']) && name.chars().all(is_plain);
        is_name.then_some(name)
    }
}

/// As in "`n.T` is declared in …".
impl fmt::Display for MissingDocument<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.uri {
            Some(uri) => write!(f, "{}, which was not given", Quoted(uri)),
            None => f.write_str("a document that was not given"),
        }
    }
}
