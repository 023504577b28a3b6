//! Follows the paths of selectors, documentation and requests through the graph.

mod call;
mod container;
mod errors;
mod key;
mod method;
mod resource;
mod target;

pub(crate) use errors::bound_elsewhere;
pub use method::UnsupportedMethod;
pub(crate) use target::ArenaTarget;
pub use target::{End, ServicePath, Target};

use super::{
    graph::{PathArena, ServiceGraph},
    selector::{Keys, PathPattern, Segment, split},
};
use crate::diagnostic::{Code, Diagnostic, Sources, Span};

/// Follows a path of documentation or of a request.
///
/// Examples are `/users/{id}/messages/{id}`, `/me/messages?$top=5` and
/// `/users/adele@contoso.com/drive/items/x/workbook/worksheets/y/range(address='A1')/format/fill`.
///
/// Returns several targets if a function in the path has several overloads that match.
///
/// ```
/// use graph_codegen::selection::{End, ServiceGraph, Step, walk};
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let model = graph_codegen::Builder::new().resolve()?.model;
/// let graph = ServiceGraph::new(&model);
/// let targets = walk("/users/adele@contoso.com/reprocessLicenseAssignment", &graph).unwrap();
/// assert!(matches!(targets[0].path.steps[..], [Step::Root { .. }, Step::Key { .. }]));
/// let End::Operations { overloads, .. } = &targets[0].end else { panic!() };
/// assert_eq!(model.operation(overloads[0]).name.as_str(), "microsoft.graph.reprocessLicenseAssignment");
/// assert_eq!(targets[0].template(&graph), "/users/{id}/reprocessLicenseAssignment");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Returns a diagnostic about the first segment that is not found. It has no span, since the path is not in a file, but
/// its notes can refer to the metadata.
pub fn walk<'g>(path: &str, graph: &'g ServiceGraph<'g>) -> Result<Vec<Target<'g>>, Diagnostic> {
    let mut arena = PathArena::new(graph);
    match walk_text(path, &mut arena) {
        Ok(targets) => Ok(targets.into_iter().map(|target| target.into_target(&arena)).collect()),
        Err(diagnostic) => Err(Diagnostic { span: None, ..diagnostic }),
    }
}

fn walk_text<'a>(path: &str, arena: &mut PathArena<'a>) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
    let mut sources = Sources::default();
    let path = without_query(path.trim());
    let file = sources.add("path", path);
    if !path.starts_with('/') {
        return Err(Diagnostic::error(Code::SelectorSyntax, "a path begins with `/`").at(Span::new(file, 0, 0)));
    }
    let path = path.trim_end_matches('/');
    if path.is_empty() {
        return Ok(vec![ArenaTarget::service()]);
    }
    let segments = split(path, Keys::Values, file, 0)?;
    follow(&segments, Keys::Values, arena)
}

/// Removes the query, also that of a URI template: `{?%24select}`.
///
/// A question mark in quotes does not begin a query.
fn without_query(path: &str) -> &str {
    let mut quoted = false;
    for (at, character) in path.char_indices() {
        match character {
            '\'' => quoted = !quoted,
            '?' if !quoted => return path[..at].strip_suffix('{').unwrap_or(&path[..at]),
            _ => {}
        }
    }
    path
}

/// Follows the path of a selector.
pub(crate) fn walk_pattern<'a>(
    path: &PathPattern,
    arena: &mut PathArena<'a>,
) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
    follow(&path.segments, Keys::Placeholders, arena)
}

fn follow<'a>(
    segments: &[(Segment, Span)],
    keys: Keys,
    arena: &mut PathArena<'a>,
) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
    let mut targets = vec![ArenaTarget::service()];
    for (segment, span) in segments {
        let mut next = Vec::new();
        let mut last_error = None;
        for target in targets {
            match (Cursor { target, span: *span, keys, arena }).step(segment) {
                Ok(found) => next.extend(found),
                Err(diagnostic) => last_error = Some(diagnostic),
            }
        }
        // After `*`, it is an error only if no target has the next segment.
        if next.is_empty() {
            return Err(
                last_error.unwrap_or_else(|| Diagnostic::error(Code::SelectorUnknown, "nothing matches").at(*span))
            );
        }
        targets = next;
    }
    Ok(targets)
}

/// The current target, and the segment to follow.
struct Cursor<'w, 'a> {
    target: ArenaTarget<'a>,
    /// The span of the segment.
    span: Span,
    keys: Keys,
    arena: &'w mut PathArena<'a>,
}

impl<'a> Cursor<'_, 'a> {
    fn step(&mut self, segment: &Segment) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
        let path = self.target.path;
        match self.target.end.clone() {
            End::Service => self.after_container(segment),
            End::Resource(shape) => self.after_resource(path, shape, segment),
            End::Operations { caller, import, overloads } => self.after_operations(caller, import, &overloads, segment),
            End::Stream { .. } if *segment == Segment::Name("$value".to_owned()) => Ok(vec![self.target.clone()]),
            End::Everything | End::Count(_) | End::Reference(_) | End::Value(_) | End::Stream { .. } => {
                Err(self.error("nothing can follow the previous segment"))
            }
        }
    }

    fn graph(&self) -> &'a ServiceGraph<'a> {
        self.arena.graph()
    }

    fn error(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(Code::SelectorUnknown, message).at(self.span)
    }
}
