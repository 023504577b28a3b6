use std::fmt;

use super::node::Node;
use crate::{
    path::CallReference,
    value::{Object, Structured},
};

/// A reference to an entity: its URL, or its path below the service's root.
///
/// A [request builder](crate::codegen::RequestBuilder), such as `&service.people().by_user_name("ada")`, is the
/// reference to the entity that it addresses, with the key encoded. An entity that was read is the reference to itself,
/// if the service sent its `@odata.id`.
///
/// ```
/// use graph_runtime::Reference;
///
/// let by_path: Reference = "/directoryObjects/11111111-2222-3333-4444-555555555555".into();
/// let by_url: Reference = "https://graph.microsoft.com/v1.0/directoryObjects/x".into();
/// ```
///
/// A text that begins with `/` is a path, whose keys must be percent-encoded. It is completed with the root of the
/// service that the request is sent to, since Graph requires absolute URLs in `@odata.id` and `@odata.bind`. Any other
/// text is sent unchanged.
///
/// `Debug` does not show the reference, since keys may identify people.
#[derive(Clone, PartialEq, Eq)]
pub struct Reference {
    text: String,
    /// The call of a change set whose entity it refers to.
    call: Option<CallReference>,
    /// Why there is no reference.
    problem: Option<String>,
}

impl Reference {
    /// Returns a reference to the entity that a call of a change set creates.
    pub(crate) fn to_call(call: CallReference, content_id: &str) -> Self {
        Self { text: format!("${content_id}"), call: Some(call), problem: None }
    }

    /// Returns the reference to the entity at a percent-encoded path, which begins with that of a call's entity if
    /// there is one.
    pub(crate) fn to_path(path: Result<String, String>, call: Option<CallReference>) -> Self {
        match path {
            // The path of a new entity is `/$1`, and the reference to it `$1`.
            Ok(path) if call.is_some() => Self { text: path.trim_start_matches('/').to_owned(), call, problem: None },
            Ok(text) => Self { text, call: None, problem: None },
            Err(problem) => Self::invalid(problem),
        }
    }

    fn invalid(problem: String) -> Self {
        Self { text: String::new(), call: None, problem: Some(problem) }
    }

    pub(crate) fn into_node(self) -> Result<Node, String> {
        match &self.problem {
            None => Ok(Node::Reference(self)),
            Some(problem) => Err(problem.clone()),
        }
    }

    /// Returns why there is no reference.
    pub(crate) fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
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
        text.to_owned().into()
    }
}

impl From<String> for Reference {
    fn from(text: String) -> Self {
        Self { text, call: None, problem: None }
    }
}

impl From<&String> for Reference {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

/// The entity's `@odata.id`. Services send it with `Accept: application/json;odata.metadata=full`, or if it cannot be
/// derived from the key.
impl<T: Structured> From<&Object<T>> for Reference {
    fn from(entity: &Object<T>) -> Self {
        let Some(id) = entity.extra.control("@odata.id", "@id") else {
            let name = T::TYPE_NAME;
            return Self::invalid(format!("the {name} has no `@odata.id`; refer to it by a request builder or a path"));
        };
        let context = entity.extra.control("@odata.context", "@context");
        let base = context.and_then(|context| url::Url::parse(&context).ok());
        match base.and_then(|base| base.join(&id).ok()) {
            Some(url) => url.as_str().into(),
            // A relative URL is relative to the context, which is at the service's root.
            None if id.contains("://") || id.starts_with('/') => id.as_str().into(),
            None => format!("/{id}").into(),
        }
    }
}
