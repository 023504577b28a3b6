use crate::{
    edm::OperationId,
    selection::{
        graph::{PathArena, PathId, ResourceShape, ServiceGraph, Step, path_syntax::append},
        selector::Method,
    },
};

/// The target of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target<'a> {
    /// The path to the last resource.
    pub path: ServicePath<'a>,
    /// What follows the last resource.
    pub end: End<'a>,
}

/// A path from the container to a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServicePath<'a> {
    /// The path with placeholders: `/users/{id}/messages`.
    pub template: String,
    /// The steps from the container.
    pub steps: Vec<Step<'a>>,
}

/// What a path ends at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End<'a> {
    /// The service itself.
    Service,
    /// A resource.
    Resource(ResourceShape),
    /// An operation on a resource or on the service.
    Operations {
        /// The resource; `None` for an import, which is called on the service.
        caller: Option<ResourceShape>,
        /// The name of the import.
        import: Option<&'a str>,
        /// The overloads that match.
        overloads: Vec<OperationId>,
    },
    /// `$count` of a collection.
    Count(ResourceShape),
    /// `$ref` of a navigation property, or of an entity of one.
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
    /// Returns the resource at the end of the path; `None` at the container.
    #[must_use]
    pub fn end(&self) -> Option<ResourceShape> {
        self.steps.last().map(Step::to)
    }
}

impl Target<'_> {
    /// Returns the path with placeholders for keys and arguments: `/users/{id}/sendMail`.
    ///
    /// If there are several overloads, this is the path of the first one.
    #[must_use]
    pub fn template(&self, graph: &ServiceGraph<'_>) -> String {
        self.end.template(&self.path.template, graph)
    }
}

#[cfg(feature = "tools")]
impl<'a> Target<'a> {
    /// Returns what a method is requested of: the operation that is called with it, or else the result of a function.
    ///
    /// The result of a composable function is a resource: Graph's documentation changes cells by `PATCH
    /// …/range(address='A1')`.
    pub(crate) fn of_method(self, method: Method, graph: &'a ServiceGraph<'a>) -> Self {
        let End::Operations { caller, import, overloads } = &self.end else { return self };
        match result_of(method, *caller, *import, overloads, graph) {
            Some(step) => {
                let mut path = self.path;
                step.write(&mut path.template, graph);
                let end = End::Resource(step.to());
                path.steps.push(step);
                Self { path, end }
            }
            None => self,
        }
    }
}

/// The step to the result of a function, if a method is requested of it rather than of the function.
fn result_of<'a>(
    method: Method,
    caller: Option<ResourceShape>,
    import: Option<&'a str>,
    overloads: &[OperationId],
    graph: &ServiceGraph<'a>,
) -> Option<Step<'a>> {
    let model = graph.model();
    if overloads.iter().any(|id| Method::of_operation(model.operation(*id).kind) == method) {
        return None;
    }
    let result = |id: &OperationId| Some((*id, graph.result(model.operation(*id))?));
    let (operation, to) = overloads.iter().find_map(result)?;
    Some(Step::Function { from: caller, import, operation, to })
}

impl End<'_> {
    /// Returns the template of the whole path, given that of the resource.
    pub(super) fn template(&self, resource: &str, graph: &ServiceGraph<'_>) -> String {
        match self {
            Self::Service | Self::Resource(_) => resource.to_owned(),
            Self::Operations { import, overloads, .. } => match overloads.first() {
                Some(id) => append(resource, &graph.call_segment(*id, *import)),
                None => resource.to_owned(),
            },
            Self::Count(_) => append(resource, "$count"),
            Self::Reference(_) => append(resource, "$ref"),
            Self::Value(_) => append(resource, "$value"),
            Self::Stream { property, .. } => append(resource, property),
            Self::Everything => append(resource, "**"),
        }
    }
}

/// A [`Target`] whose path is in an arena.
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

    /// The resource at the end of a path and one more step.
    pub(super) fn after(path: PathId, step: Step<'a>, arena: &mut PathArena<'a>) -> Self {
        let end = End::Resource(step.to());
        Self::new(arena.then(path, step), end)
    }

    /// Like [`Target::of_method`].
    pub(crate) fn of_method(&self, method: Method, arena: &mut PathArena<'a>) -> Self {
        let End::Operations { caller, import, overloads } = &self.end else { return self.clone() };
        match result_of(method, *caller, *import, overloads, arena.graph()) {
            Some(step) => Self::after(self.path, step, arena),
            None => self.clone(),
        }
    }

    /// Converts the target to one without an arena.
    pub(super) fn into_target(self, arena: &PathArena<'a>) -> Target<'a> {
        let mut steps: Vec<Step<'a>> = arena.steps_backwards(self.path).cloned().collect();
        steps.reverse();
        Target { path: ServicePath { template: arena.template(self.path).to_owned(), steps }, end: self.end }
    }
}
