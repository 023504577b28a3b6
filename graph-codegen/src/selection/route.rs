use std::cmp::{Ordering, Reverse};

use super::{ResourceShape, RootKind, Surroundings};
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

/// One step of a [`Route`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Into an entity set or singleton.
    Root {
        /// Its name.
        name: String,
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
        parts: Vec<String>,
    },
    /// Along a navigation property.
    Navigation {
        /// The resource that has the property.
        from: ResourceShape,
        /// The property.
        property: String,
        /// Where it leads.
        to: ResourceShape,
    },
    /// To the value of a structural property of complex type.
    Property {
        /// The resource that has the property.
        from: ResourceShape,
        /// The property.
        property: String,
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
        import: Option<String>,
        /// The overload.
        operation: OperationId,
        /// What it returns.
        to: ResourceShape,
    },
}

impl Step {
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

    /// The segment of a path template; a key in parentheses follows the segment before it without a slash.
    fn segment(&self, surroundings: &Surroundings<'_>) -> String {
        match self {
            Self::Root { name, .. } => format!("/{name}"),
            Self::Key { from } => format!("/{{{}}}", surroundings.key_placeholder(from.entity_type())),
            Self::AlternateKey { from, parts } => {
                let part = |part: &String| surroundings.key_part(from.entity_type(), part);
                format!("({})", parts.iter().map(part).collect::<Vec<_>>().join(","))
            }
            Self::Navigation { property, .. } | Self::Property { property, .. } => format!("/{property}"),
            Self::Cast { to, .. } => format!("/{}", surroundings.cast_segment(to.entity_type())),
            Self::Function { import, operation, .. } => {
                format!("/{}", surroundings.call_segment(*operation, import.as_deref()))
            }
        }
    }

    /// How far a step is from what a path mostly consists of.
    fn detour(&self) -> usize {
        match self {
            Self::Root { .. } | Self::Key { .. } => 0,
            Self::AlternateKey { .. } | Self::Navigation { .. } | Self::Property { .. } => 1,
            Self::Cast { .. } => 2,
            Self::Function { .. } => 3,
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
        let template = format!("{}{}", self.template, step.segment(surroundings));
        let mut steps = self.steps.clone();
        steps.push(step);
        Self { template, steps }
    }

    /// Where the way ends; `None` at the container.
    #[must_use]
    pub fn end(&self) -> Option<ResourceShape> {
        self.steps.last().map(Step::to)
    }

    /// What makes one way better than another: fewer detours, an entity set before a singleton (`/users/{id}` before `/me`, which
    /// exists for delegated calls only), then shorter, a key before a cast, then by name.
    fn rank(&self) -> (usize, bool, usize, Reverse<usize>, &str) {
        let detours = self.steps.iter().map(Step::detour).sum();
        let singleton = matches!(self.steps.first(), Some(Step::Root { kind: RootKind::Singleton, .. }));
        let plain = self.steps.iter().take_while(|step| !matches!(step, Step::Cast { .. })).count();
        (detours, singleton, self.template.len(), Reverse(plain), &self.template)
    }

    /// Whether this way is to be preferred over `other`.
    #[must_use]
    pub fn is_better_than(&self, other: &Self) -> bool {
        self.by_rank(other) == Ordering::Less
    }

    /// Orders ways: the better one is less.
    pub(super) fn by_rank(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}
