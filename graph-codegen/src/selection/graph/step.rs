use std::{borrow::Cow, cmp::Ordering};

use super::{ResourceShape, RootKind, Surroundings, rank::Rank};
use crate::edm::OperationId;

/// A way through the service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Route {
    /// The path: `/users/{id}/messages`.
    pub template: String,
    /// What is stepped over, from the container on.
    pub steps: Vec<Step>,
}

/// One step of a [`Route`]. Names are texts of their own, or within the crate those of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<S = String> {
    /// Into an entity set or singleton.
    Root {
        /// Its name.
        name: S,
        /// Entity set or singleton.
        kind: RootKind,
        /// What it addresses.
        shape: ResourceShape,
    },
    /// From a collection to the entity with a key.
    Key {
        /// The collection.
        from: ResourceShape,
    },
    /// From a collection to the entity with a key other than its own: `/users(userPrincipalName='…')`.
    AlternateKey {
        /// The collection.
        from: ResourceShape,
        /// The names of the key's parts, as they are written in the path.
        parts: Vec<S>,
    },
    /// Along a navigation property.
    Navigation {
        /// The resource that has the property.
        from: ResourceShape,
        /// The property.
        property: S,
        /// Where it leads.
        to: ResourceShape,
    },
    /// To the value of a structural property of complex type.
    Property {
        /// The resource that has the property.
        from: ResourceShape,
        /// The property.
        property: S,
        /// Where it leads.
        to: ResourceShape,
    },
    /// To the same resource as one of a derived type: `/graph.group`.
    Cast {
        /// The resource.
        from: ResourceShape,
        /// The resource as one of the derived type.
        to: ResourceShape,
    },
    /// To what a function returns: `/range(address='A1')`.
    Function {
        /// The resource it is called on; `None` for a function import.
        from: Option<ResourceShape>,
        /// The name of the function import.
        import: Option<S>,
        /// The overload.
        operation: OperationId,
        /// What it returns.
        to: ResourceShape,
    },
}

impl<S> Step<S> {
    /// The resource that the step ends at.
    #[must_use]
    pub fn to(&self) -> ResourceShape {
        match self {
            Self::Root { shape, .. } => *shape,
            Self::Key { from } | Self::AlternateKey { from, .. } => ResourceShape::Entity(from.entity_type()),
            Self::Navigation { to, .. }
            | Self::Property { to, .. }
            | Self::Cast { to, .. }
            | Self::Function { to, .. } => *to,
        }
    }

    /// The same step with other names.
    pub(super) fn map<T>(&self, name: impl Fn(&S) -> T) -> Step<T> {
        match self {
            Self::Root { name: root, kind, shape } => Step::Root { name: name(root), kind: *kind, shape: *shape },
            Self::Key { from } => Step::Key { from: *from },
            Self::AlternateKey { from, parts } => {
                Step::AlternateKey { from: *from, parts: parts.iter().map(name).collect() }
            }
            Self::Navigation { from, property, to } => {
                Step::Navigation { from: *from, property: name(property), to: *to }
            }
            Self::Property { from, property, to } => Step::Property { from: *from, property: name(property), to: *to },
            Self::Cast { from, to } => Step::Cast { from: *from, to: *to },
            Self::Function { from, import, operation, to } => {
                Step::Function { from: *from, import: import.as_ref().map(name), operation: *operation, to: *to }
            }
        }
    }

    /// How far a step is from what a path mostly consists of.
    pub(super) fn detour(&self) -> usize {
        match self {
            Self::Root { .. } | Self::Key { .. } => 0,
            Self::AlternateKey { .. } | Self::Navigation { .. } | Self::Property { .. } => 1,
            Self::Cast { .. } => 2,
            Self::Function { .. } => 3,
        }
    }
}

impl Step<Cow<'_, str>> {
    /// The same step with names of its own.
    pub(super) fn to_owned(&self) -> Step {
        self.map(|name| name.clone().into_owned())
    }
}

impl<S: AsRef<str>> Step<S> {
    /// Writes the segment of a path template; a key in parentheses follows the segment before it without a slash.
    pub(super) fn write(&self, template: &mut String, surroundings: &Surroundings<'_>) {
        template.push(if matches!(self, Self::AlternateKey { .. }) { '(' } else { '/' });
        match self {
            Self::Root { name, .. } => template.push_str(name.as_ref()),
            Self::Key { from } => template.extend(["{", surroundings.key_placeholder(from.entity_type()), "}"]),
            Self::AlternateKey { from, parts } => {
                for (index, part) in parts.iter().enumerate() {
                    template.push_str(if index == 0 { "" } else { "," });
                    surroundings.write_key_part(template, from.entity_type(), part.as_ref());
                }
                template.push(')');
            }
            Self::Navigation { property, .. } | Self::Property { property, .. } => template.push_str(property.as_ref()),
            Self::Cast { to, .. } => surroundings.write_cast(template, to.entity_type()),
            Self::Function { import, operation, .. } => {
                surroundings.write_call(template, *operation, import.as_ref().map(AsRef::as_ref));
            }
        }
    }
}

impl Route {
    /// The empty way, at the container.
    #[must_use]
    pub fn start() -> Self {
        Self { template: String::new(), steps: Vec::new() }
    }

    /// This way and one step more.
    #[must_use]
    pub fn then(&self, step: Step, surroundings: &Surroundings<'_>) -> Self {
        let mut template = self.template.clone();
        step.write(&mut template, surroundings);
        let mut steps = self.steps.clone();
        steps.push(step);
        Self { template, steps }
    }

    /// Where the way ends; `None` at the container.
    #[must_use]
    pub fn end(&self) -> Option<ResourceShape> {
        self.steps.last().map(Step::to)
    }

    /// Whether this way is to be preferred over `other`.
    #[must_use]
    pub fn is_better_than(&self, other: &Self) -> bool {
        let rank = |route: &Self| route.steps.iter().fold(Rank::default(), Rank::then);
        rank(self).order(&self.template, &rank(other), &other.template) == Ordering::Less
    }
}
