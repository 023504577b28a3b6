use std::{error::Error as StdError, fmt};

use graph_runtime::codec::JsonError;

/// An error of [`Notification::resource`](super::Notification::resource), or of
/// [`Notification::project`](super::Notification::project).
#[derive(Debug)]
pub struct ResourceError {
    kind: ResourceErrorKind,
    types: Option<(&'static str, String)>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The kind of a [`ResourceError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResourceErrorKind {
    /// The notification has no properties of the resource.
    Missing,
    /// The resource has another type.
    Type,
    /// The properties are not JSON of an object.
    Json,
    /// A property does not fit the field of a projection: see [`Notification::project`](super::Notification::project).
    Field,
}

impl ResourceError {
    pub(super) const fn new(kind: ResourceErrorKind) -> Self {
        Self { kind, types: None, source: None }
    }

    pub(super) fn json(error: impl StdError + Send + Sync + 'static) -> Self {
        Self { source: Some(Box::new(error)), ..Self::new(ResourceErrorKind::Json) }
    }

    /// Returns the error for properties that are not read as a projection.
    pub(super) fn unprojected(error: JsonError) -> Self {
        let kind = if error.path().is_some() { ResourceErrorKind::Field } else { ResourceErrorKind::Json };
        Self { kind, ..Self::json(error) }
    }

    pub(super) fn other_type(expected: &'static str, found: String) -> Self {
        Self { types: Some((expected, found)), ..Self::new(ResourceErrorKind::Type) }
    }

    /// Returns the kind of error.
    #[must_use]
    pub const fn kind(&self) -> ResourceErrorKind {
        self.kind
    }

    /// Returns the `@odata.type` of a resource that has another type than the one that was asked for.
    #[must_use]
    pub fn found_type(&self) -> Option<&str> {
        self.types.as_ref().map(|(_, found)| found.as_str())
    }
}

impl fmt::Display for ResourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, &self.types) {
            (ResourceErrorKind::Missing, _) => {
                f.write_str("the notification has no properties of the resource; read the resource by its id")
            }
            (ResourceErrorKind::Type, Some((expected, found))) => {
                write!(f, "the resource is a {found:?}, not a `{expected}`")
            }
            (ResourceErrorKind::Field, _) => f.write_str("a property of the resource does not fit its field"),
            _ => f.write_str("the properties of the resource are not a JSON object"),
        }
    }
}

impl StdError for ResourceError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
