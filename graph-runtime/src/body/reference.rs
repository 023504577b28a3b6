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
    /// Why the value cannot be referred to.
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

    /// Returns why the value cannot be referred to.
    pub(crate) fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Returns the call of a change set that it is to.
    pub(crate) const fn call(&self) -> Option<CallReference> {
        self.call
    }

    /// Returns the end of the reference with the key, percent-encoded: `('x')` or `/x`.
    ///
    /// `root` is that of the service. `None` if the reference has no key, or if its last segment could also be
    /// something else, such as a singleton, a type or `$each`.
    pub(crate) fn key_segment(&self, root: &str) -> Option<&str> {
        let path = self.text.strip_prefix(root.trim_end_matches('/')).unwrap_or(&self.text);
        let path = match path.split_once("://") {
            Some((_, rest)) => rest.find(['/', '?', '#']).and_then(|at| rest.get(at..))?,
            None => path,
        };
        let last = last_segment(path.strip_prefix('/')?)?;
        match last.key {
            Some(key) => Some(key),
            None => last.is_key().then_some(last.with_slash),
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

/// The last segment of a path.
struct LastSegment<'a> {
    with_slash: &'a str,
    /// The key in parentheses.
    key: Option<&'a str>,
    has_collection: bool,
    /// Whether an earlier segment has a key in parentheses, so that the service writes keys so.
    has_parentheses: bool,
}

impl LastSegment<'_> {
    /// Returns whether the segment as a whole is a key, and cannot be anything else.
    fn is_key(&self) -> bool {
        let text = self.with_slash.trim_start_matches('/').to_ascii_lowercase().replace("%2e", ".");
        let is_name = text.starts_with(['$', '.']) || text.starts_with("%24") || text.contains('.');
        self.has_collection && !self.has_parentheses && !text.is_empty() && !is_name
    }
}

/// Finds the last segment of a path without its first slash, up to its query or fragment.
///
/// Slashes and parentheses in quotes are part of a key (OData ABNF, `keyPredicate`), as are quotes that are
/// percent-encoded. `None` if parentheses are not closed, or something follows them.
fn last_segment(path: &str) -> Option<LastSegment<'_>> {
    let (mut begin, mut open, mut key, mut quoted) = (None, None, None, false);
    let (mut has_parentheses, mut end) = (false, path.len());
    for (at, byte) in path.bytes().enumerate() {
        match (byte, open) {
            (b'\'', Some(_)) => quoted = !quoted,
            (b'%', Some(_)) if path.get(at..at + 3) == Some("%27") => quoted = !quoted,
            (b')', Some(from)) if !quoted => {
                key = path.get(from..=at);
                open = None;
            }
            (_, Some(_)) => {}
            (b'?' | b'#', None) => {
                end = at;
                break;
            }
            (b'/', None) => {
                has_parentheses |= key.is_some();
                (begin, key) = (Some(at), None);
            }
            (_, None) if key.is_some() => return None,
            (b'(', None) => open = Some(at),
            (_, None) => {}
        }
    }
    let with_slash = path.get(begin.unwrap_or(0)..end)?;
    open.is_none().then_some(LastSegment { with_slash, key, has_collection: begin.is_some(), has_parentheses })
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

#[cfg(test)]
mod tests {
    use super::Reference;

    #[test]
    fn the_key_of_a_reference_is_read_from_the_left() {
        let root = "https://shop.example/odata";
        for (text, key) in [
            ("/Codes('x(1)')", Some("('x(1)')")),
            ("https://other.example/Codes('a(b')", Some("('a(b')")),
            ("/Codes('a/b')?x=(3)", Some("('a/b')")),
            ("/Codes('a?b#c''/d')", Some("('a?b#c''/d')")),
            ("/Codes(%27a)b%27)", Some("(%27a)b%27)")),
            ("https://shop.example/odata/Orders(1)/Lines(a='x/y',b=2)#f", Some("(a='x/y',b=2)")),
            ("/Codes/a", Some("/a")),
            ("https://shop.example/odata/Codes/a%2Fb", Some("/a%2Fb")),
            // Neither a key nor, if it were one, nothing else.
            ("/Me", None),
            ("https://shop.example/odata/Me", None),
            ("https://shop.example", None),
            ("/Orders(1)/Owner", None),
            ("/Orders(2)/", None),
            ("/Orders/..", None),
            ("/Orders/%2E%2e", None),
            ("/Orders/$each", None),
            ("/Orders/%24each", None),
            ("/Orders/shop.Order", None),
            ("/Codes('a", None),
            ("/Codes('a')b", None),
            ("Codes('a')", None),
            ("", None),
        ] {
            assert_eq!(Reference::from(text).key_segment(root), key, "{text}");
        }
    }
}
