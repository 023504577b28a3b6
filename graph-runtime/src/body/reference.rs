use std::fmt;

use crate::path::CallReference;

/// A reference to an entity: its URL, or its path below the service's root.
///
/// ```
/// use graph_runtime::Reference;
///
/// let by_path: Reference = "/directoryObjects/11111111-2222-3333-4444-555555555555".into();
/// let by_url: Reference = "https://graph.microsoft.com/v1.0/directoryObjects/x".into();
/// ```
///
/// A path begins with `/`. It is completed with the root of the service that the request is sent to, since Graph
/// requires absolute URLs in `@odata.id` and `@odata.bind`. Any other text is sent unchanged. Keys must be
/// percent-encoded.
///
/// `Debug` does not show the reference, since keys may identify people.
#[derive(Clone, PartialEq, Eq)]
pub struct Reference {
    text: String,
    /// The call of a change set whose entity it refers to.
    call: Option<CallReference>,
}

impl Reference {
    /// Returns a reference to the entity that a call of a change set creates.
    pub(crate) fn to_call(call: CallReference, content_id: &str) -> Self {
        Self { text: format!("${content_id}"), call: Some(call) }
    }

    /// Returns the call of a change set that it is to.
    pub(crate) const fn call(&self) -> Option<CallReference> {
        self.call
    }

    /// Returns the end of the reference with the key, percent-encoded: `('x')` or `/x`.
    pub(crate) fn key_segment(&self) -> Option<&str> {
        let path = self.text.split(['?', '#']).next().unwrap_or_default();
        let last = path.rfind('/')?;
        match path.ends_with(')').then(|| path.rfind('(')).flatten().filter(|at| *at > last) {
            Some(at) => path.get(at..),
            None => path.get(last..).filter(|segment| segment.len() > 1),
        }
    }

    /// Returns the URL for the service with this root (`https://graph.microsoft.com/v1.0`), or the text without a root.
    pub(crate) fn resolve(&self, root: Option<&str>) -> String {
        match root {
            Some(root) if self.text.starts_with('/') => format!("{}{}", root.trim_end_matches('/'), self.text),
            _ => self.text.clone(),
        }
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reference(…)")
    }
}

impl From<&str> for Reference {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), call: None }
    }
}

impl From<String> for Reference {
    fn from(text: String) -> Self {
        Self { text, call: None }
    }
}

impl From<&String> for Reference {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}
