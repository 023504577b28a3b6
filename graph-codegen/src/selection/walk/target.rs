use crate::{
    edm::OperationId,
    selection::{ResourceShape, Route, Step, Surroundings},
};

/// Where a path leads: the way, and what is at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The way to the last resource, each step with its kind.
    pub route: Route,
    /// What the path ends at.
    pub end: End,
}

/// What a path ends at.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum End {
    /// The service itself.
    Service,
    /// A resource: the last step of the way leads to it.
    Resource(ResourceShape),
    /// An operation that is called on the resource at the end of the way.
    Operations {
        /// The resource; `None` for an import, which is called on the service.
        caller: Option<ResourceShape>,
        /// The name of the import.
        import: Option<String>,
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
        property: String,
    },
    /// `**`: everything below.
    Everything,
}

impl Place {
    pub(super) fn start() -> Self {
        Self { route: Route::start(), end: End::Service }
    }

    /// A resource one step on.
    pub(super) fn then(route: &Route, step: Step, surroundings: &Surroundings<'_>) -> Self {
        let end = End::Resource(step.to());
        Self { route: route.then(step, surroundings), end }
    }

    pub(super) fn at(route: &Route, end: End) -> Self {
        Self { route: route.clone(), end }
    }

    /// The path with placeholders for keys and arguments: `/users/{id}/sendMail`. Of several overloads, the first one's.
    #[must_use]
    pub fn template(&self, surroundings: &Surroundings<'_>) -> String {
        let way = &self.route.template;
        match &self.end {
            End::Service | End::Resource(_) => way.clone(),
            End::Operations { import, overloads, .. } => match overloads.first() {
                Some(id) => format!("{way}/{}", surroundings.call_segment(*id, import.as_deref())),
                None => way.clone(),
            },
            End::Count(_) => format!("{way}/$count"),
            End::Reference(_) => format!("{way}/$ref"),
            End::Value(_) => format!("{way}/$value"),
            End::Stream { property, .. } => format!("{way}/{property}"),
            End::Everything => format!("{way}/**"),
        }
    }
}
