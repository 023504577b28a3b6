use std::{ops::Range, sync::Arc};

use super::{Reason, ResourceMethod, Selection};
use crate::{
    edm::{Model, OperationId},
    facts::OperationFacts,
    selection::{
        graph::{ResourceShape, ServiceGraph, path_syntax::append},
        selector::Method,
    },
};

/// A request that a selection has, by one of its paths.
///
/// A resource that is selected by several paths has its requests once for each of them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SelectedRequest {
    /// The HTTP method.
    pub method: Method,
    /// The path as selected: `/me/messages/{id}`. If a pattern selects it, a path by which the pattern reaches it.
    pub template: String,
    /// The operation (`microsoft.graph.user/sendMail`), or the type of the resource (`microsoft.graph.message`,
    /// `Collection(microsoft.graph.message)`).
    pub name: String,
    /// What is requested.
    pub kind: RequestKind,
    /// The reason for its selection.
    pub reason: Reason,
    /// What annotations say about it. Most requests share an empty value.
    pub facts: Arc<OperationFacts>,
}

/// What a request is made for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum RequestKind {
    /// A resource itself.
    Resource(ResourceShape, ResourceMethod),
    /// The call of an operation: on a resource, or of an import.
    Operation(Option<ResourceShape>, OperationId),
}

/// The requests of a selection as the closure finds them. Their texts are made on demand.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestLog {
    /// The templates of all paths, concatenated.
    pub(crate) templates: String,
    pub(crate) entries: Vec<RequestEntry>,
}

/// A request in a [`RequestLog`].
#[derive(Clone, Debug)]
pub(crate) struct RequestEntry {
    /// The template of the path to the resource.
    pub(crate) template: Range<usize>,
    pub(crate) import: Option<Box<str>>,
    pub(crate) kind: RequestKind,
    pub(crate) reason: Reason,
    /// What annotations say about a request on a resource; those of operations are in the model.
    pub(crate) facts: Option<Arc<OperationFacts>>,
}

impl Selection {
    /// Returns the requests that are selected, sorted by path and method: all paths that selectors name, and those by
    /// which patterns reach a resource.
    ///
    /// A pattern reaches each resource by some paths, not by all of them.
    ///
    /// ```
    /// # fn main() -> Result<(), graph_codegen::Error> {
    /// let resolved = graph_codegen::Builder::new().resolve()?;
    /// let selected = resolved.select(["/me/messages", "/users/{id}/messages", "/me/sendMail"])?;
    /// let requests = selected.requests();
    /// let lines = requests.iter().map(|request| format!("{} {}", request.method.as_str(), request.template));
    /// let lines: Vec<String> = lines.collect();
    /// assert_eq!(lines, ["GET /me/messages", "POST /me/sendMail", "GET /users/{id}/messages"]);
    /// assert_eq!(requests[1].name, "microsoft.graph.user/sendMail");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn requests(&self, model: &Model) -> Vec<SelectedRequest> {
        let graph = ServiceGraph::new(model);
        let unknown: Arc<OperationFacts> = Arc::default();
        let RequestLog { templates, entries } = &self.request_log;
        let mut requests: Vec<SelectedRequest> = entries
            .iter()
            .map(|RequestEntry { template, import, kind, reason, facts }| {
                let resource = templates.get(template.clone()).unwrap_or_default();
                let (method, template, name, facts) = match kind {
                    RequestKind::Resource(shape, method) => {
                        let facts = facts.clone().unwrap_or_else(|| Arc::clone(&unknown));
                        (method.http(), method.template(resource), graph.shape_name(*shape), facts)
                    }
                    RequestKind::Operation(on, id) => {
                        let operation = model.operation(*id);
                        let name = match on {
                            Some(shape) => format!("{}/{}", graph.shape_name(*shape), operation.name.name()),
                            None => operation.name.as_str().to_owned(),
                        };
                        let template = append(resource, &graph.call_segment(*id, import.as_deref()));
                        (Method::of_operation(operation.kind), template, name, Arc::new(OperationFacts::of(operation)))
                    }
                };
                SelectedRequest { method, template, name, kind: kind.clone(), reason: reason.clone(), facts }
            })
            .collect();
        // The order of reasons is kept, so that the first one remains.
        requests.sort_by(|left, right| {
            (&left.template, left.method, &left.kind).cmp(&(&right.template, right.method, &right.kind))
        });
        requests.dedup_by(|left, right| {
            (&left.template, left.method, &left.kind) == (&right.template, right.method, &right.kind)
        });
        requests
    }
}
