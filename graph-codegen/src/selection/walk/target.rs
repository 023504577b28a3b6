use super::super::graph::{PathArena, PathId, ResourceShape, ServiceGraph, Step};
use crate::edm::OperationId;

/// What a path means: the path to a resource, and what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target<'a> {
    /// The path to the last resource.
    pub path: ServicePath<'a>,
    /// What the path ends at.
    pub end: End<'a>,
}

/// A path from the container to a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServicePath<'a> {
    /// The path with placeholders: `/users/{id}/messages`.
    pub template: String,
    /// The steps, from the container on.
    pub steps: Vec<Step<'a>>,
}

/// What a path ends at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End<'a> {
    /// The service itself.
    Service,
    /// A resource: the last step of the path leads to it.
    Resource(ResourceShape),
    /// An operation that is called on the resource.
    Operations {
        /// The resource; `None` for an import, which is called on the service.
        caller: Option<ResourceShape>,
        /// The name of the import.
        import: Option<&'a str>,
        /// The overloads that the path can mean.
        overloads: Vec<OperationId>,
    },
    /// `$count` of a collection.
    Count(ResourceShape),
    /// `$ref` of a navigation property, or of an entity that one leads to.
    Reference(ResourceShape),
    /// `$value` of an entity: its media stream.
    Value(ResourceShape),
    /// A stream property of an entity or complex value.
    Stream {
        /// The resource that has it.
        of: ResourceShape,
        /// The property.
        property: &'a str,
    },
    /// `**`: everything below.
    Everything,
}

impl ServicePath<'_> {
    /// The resource at the end of the path; `None` at the container.
    #[must_use]
    pub fn end(&self) -> Option<ResourceShape> {
        self.steps.last().map(Step::to)
    }
}

impl Target<'_> {
    /// The path with placeholders for keys and arguments: `/users/{id}/sendMail`. Of several overloads, the first
    /// one's.
    #[must_use]
    pub fn template(&self, graph: &ServiceGraph<'_>) -> String {
        self.end.template(&self.path.template, graph)
    }
}

impl End<'_> {
    /// The template of the whole path, given that of the resource.
    pub(super) fn template(&self, resource: &str, graph: &ServiceGraph<'_>) -> String {
        match self {
            Self::Service | Self::Resource(_) => resource.to_owned(),
            Self::Operations { import, overloads, .. } => match overloads.first() {
                Some(id) => format!("{resource}/{}", graph.call_segment(*id, *import)),
                None => resource.to_owned(),
            },
            Self::Count(_) => format!("{resource}/$count"),
            Self::Reference(_) => format!("{resource}/$ref"),
            Self::Value(_) => format!("{resource}/$value"),
            Self::Stream { property, .. } => format!("{resource}/{property}"),
            Self::Everything => format!("{resource}/**"),
        }
    }
}

/// A [`Target`] whose path is in an arena, while it is walked to and while it is selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ArenaTarget<'a> {
    pub(crate) path: PathId,
    pub(crate) end: End<'a>,
}

impl<'a> ArenaTarget<'a> {
    pub(super) fn new(path: PathId, end: End<'a>) -> Self {
        Self { path, end }
    }

    /// The service itself.
    pub(super) fn service() -> Self {
        Self::new(PathArena::ROOT, End::Service)
    }

    /// The resource one step behind a path.
    pub(super) fn behind(path: PathId, step: Step<'a>, arena: &mut PathArena<'a>) -> Self {
        let end = End::Resource(step.to());
        Self::new(arena.then(path, step), end)
    }

    /// The target without its arena.
    pub(super) fn into_target(self, arena: &PathArena<'a>) -> Target<'a> {
        let mut steps: Vec<Step<'a>> = arena.steps_backwards(self.path).cloned().collect();
        steps.reverse();
        Target { path: ServicePath { template: arena.template(self.path).to_owned(), steps }, end: self.end }
    }
}
