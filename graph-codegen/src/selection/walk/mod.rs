//! Follows the paths of selectors, documentation and requests through the graph.

mod call;
mod container;
mod errors;
mod key;
mod method;
mod resource;
mod root;
mod spelling;
mod target;

pub(crate) use errors::{bound_elsewhere, not_bound};
pub use method::UnsupportedMethod;
pub(crate) use target::ArenaTarget;
pub use target::{End, ServicePath, Target};

use super::{
    graph::{PathArena, ServiceGraph},
    selector::{Keys, Method, PathPattern, RequestLine, Segment, offset_in, split},
};
use crate::diagnostic::{Code, Diagnostic, FileId, Span};

/// Follows a path of documentation or of a request.
///
/// Examples are `/users/{id}/messages/{id}`, `https://graph.microsoft.com/v1.0/me/messages?$top=5` and
/// `/users/adele@contoso.com/drive/items/x/workbook/worksheets/y/range(address='A1')/format/fill`; see [`RequestLine`].
/// The method and the query are ignored. Names that differ only in case are the declared ones.
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
    walk_in(path, FileId(0), graph).map_err(|diagnostic| Diagnostic { span: None, ..diagnostic })
}

/// Like [`walk`], for a path that may have the wildcards of a selector.
#[cfg(feature = "tools")]
pub(crate) fn walk_all<'g>(path: &str, graph: &'g ServiceGraph<'g>) -> Result<Vec<Target<'g>>, Diagnostic> {
    walk_text(path, FileId(0), graph, Wildcards::Yes).map_err(|diagnostic| Diagnostic { span: None, ..diagnostic })
}

/// Like [`walk`], for a text that is all of `file`: diagnostics have spans.
pub(crate) fn walk_in<'g>(
    text: &str,
    file: FileId,
    graph: &'g ServiceGraph<'g>,
) -> Result<Vec<Target<'g>>, Diagnostic> {
    walk_text(text, file, graph, Wildcards::No)
}

/// Whether a path may have `*` and `**`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wildcards {
    #[cfg(feature = "tools")]
    Yes,
    No,
}

fn walk_text<'g>(
    text: &str,
    file: FileId,
    graph: &'g ServiceGraph<'g>,
    wildcards: Wildcards,
) -> Result<Vec<Target<'g>>, Diagnostic> {
    let mut arena = PathArena::new(graph);
    let line = RequestLine::parse(text);
    let path = line.path.trim_end_matches('/');
    let host = line.host.map(|host| {
        let at = offset_in(text, host);
        (host, Span::new(file, at, at + host.len()))
    });
    let at = offset_in(text, path);
    if line.host.is_none() && Method::from_name(path).is_some_and(|method| method.as_str() == path) {
        return Err(Diagnostic::error(Code::SelectorSyntax, format!("a path has to follow `{path}`"))
            .at(Span::new(file, at, at + path.len()))
            .help("write it as in `GET /users/{id}`"));
    }
    let segments = match path {
        "" => Vec::new(),
        path => split(path, Keys::Values, file, at)?,
    };
    let wildcard = segments.iter().find(|(segment, _)| matches!(segment, Segment::AnyOne | Segment::Rest));
    if let Some((_, span)) = wildcard.filter(|_| wildcards == Wildcards::No) {
        let problem = Diagnostic::error(Code::SelectorSyntax, "a request names one resource").at(*span);
        return Err(problem.help("`*` and `**` are for selectors; write a name, or `{id}` for a key"));
    }
    let targets = follow(&segments, host, Keys::Values, &mut arena)?;
    Ok(targets.into_iter().map(|target| target.into_target(&arena)).collect())
}

/// Follows the path of a selector.
pub(crate) fn walk_pattern<'a>(
    path: &PathPattern,
    arena: &mut PathArena<'a>,
) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
    let host = path.host.as_ref().map(|(host, span)| (host.as_str(), *span));
    follow(&path.segments, host, path.keys, arena)
}

/// Removes the host and the version, unless they are wrong, which [`walk_pattern`] reports.
pub(crate) fn without_root(path: &mut PathPattern, graph: &ServiceGraph<'_>) {
    let host = path.host.as_ref().map(|(host, span)| (host.as_str(), *span));
    if let Ok(segments) = root::below_root(&path.segments, host, graph) {
        let above = path.segments.len() - segments.len();
        path.segments.drain(..above);
        path.host = None;
    }
}

fn follow<'a>(
    segments: &[(Segment, Span)],
    host: Option<(&str, Span)>,
    keys: Keys,
    arena: &mut PathArena<'a>,
) -> Result<Vec<ArenaTarget<'a>>, Diagnostic> {
    let segments = root::below_root(segments, host, arena.graph())?;
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
