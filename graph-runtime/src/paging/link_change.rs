use crate::value::{JsonReader, Value, to_json};

use super::change::read_names;

/// A link between two entities that was added or removed: OData JSON Format 4.01, sections 15.4 and 15.5.
///
/// A delta query with `expand` reports links, in OData 4.0 always and in 4.01 unless the service nests them in the
/// entity ([`NavigationProperty::changes`](crate::codegen::NavigationProperty::changes)). Graph sends none.
///
/// ```
/// use graph_runtime::{
///     codec::Value,
///     delta::{LinkChange, LinkChangeKind},
/// };
///
/// /// Applies a change of a link to a local copy, whose keys are the ids of entities.
/// fn apply<T: Value>(
///     link: &LinkChange<T>,
///     add: impl Fn(&str, &str, &str),
///     remove: impl Fn(&str, &str, Option<&str>),
/// ) {
///     let (Some(source), Some(relationship)) = (link.source(), link.relationship()) else { return };
///     match (link.kind, link.target()) {
///         (LinkChangeKind::Added, Some(target)) => add(&source, &relationship, &target),
///         (_, target) => remove(&source, &relationship, target.as_deref()),
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LinkChange<T> {
    /// Whether the link was added or removed.
    pub kind: LinkChangeKind,
    /// The members of the link, as those of an item.
    pub item: T,
}

/// How a link between two entities has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkChangeKind {
    /// The link was added.
    Added,
    /// The link was removed.
    Removed,
}

impl<T: Value> LinkChange<T> {
    /// Returns the id of the entity with the navigation property: a URL, which may be relative to the service's root.
    #[must_use]
    pub fn source(&self) -> Option<String> {
        self.name(|names| names.source.clone())
    }

    /// Returns the navigation property: a name, or a path from the source.
    #[must_use]
    pub fn relationship(&self) -> Option<String> {
        self.name(|names| names.relationship.clone())
    }

    /// Returns the id of the related entity. A service may omit it for a removed link to one entity.
    #[must_use]
    pub fn target(&self) -> Option<String> {
        self.name(|names| names.target.clone())
    }

    fn name(&self, take: impl Fn(&super::change::Names) -> Option<String>) -> Option<String> {
        let text = to_json(&self.item).ok()?;
        take(&*read_names(&mut JsonReader::new(&text))?)
    }
}
