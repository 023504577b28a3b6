//! Paths, walked through the model segment by segment: those of selectors, and those of documentation and requests.

mod call;
mod container;
mod key;
mod place;
mod refusal;
mod resource;

pub use place::{End, Place};

use super::{Keys, PathPattern, Segment, Surroundings, segment::split};
use crate::diagnostic::{Code, Diagnostic, Sources, Span};

/// Follows a path that is written as in documentation or as in a request: `/users/{id}/messages/{id}`,
/// `/users/adele@contoso.com/drive/items/x/workbook/worksheets/y/range(address='A1')/format/fill`, `/me/messages?$top=5`.
///
/// There are several places where a function in the path is overloaded and the path does not say which overload is meant.
///
/// ```
/// use graph_codegen::selection::{End, Step, Surroundings, walk};
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// let model = graph_codegen::Builder::new().resolve()?.model;
/// let surroundings = Surroundings::new(&model);
/// let places = walk("/users/adele@contoso.com/reprocessLicenseAssignment", &surroundings).unwrap();
/// assert!(matches!(places[0].route.steps[..], [Step::Root { .. }, Step::Key { .. }]));
/// let End::Operations { overloads, .. } = &places[0].end else { panic!() };
/// assert_eq!(model.operation(overloads[0]).name.as_str(), "microsoft.graph.reprocessLicenseAssignment");
/// assert_eq!(places[0].template(&surroundings), "/users/{id}/reprocessLicenseAssignment");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// A diagnostic that says which segment leads nowhere, and why. It has no span, since the path is in no file; its notes may point at
/// the metadata.
pub fn walk(path: &str, surroundings: &Surroundings<'_>) -> Result<Vec<Place>, Diagnostic> {
    let without_place = |diagnostic: Diagnostic| Diagnostic { span: None, ..diagnostic };
    walk_text(path, surroundings).map_err(without_place)
}

fn walk_text(path: &str, surroundings: &Surroundings<'_>) -> Result<Vec<Place>, Diagnostic> {
    let mut sources = Sources::default();
    let path = without_query(path.trim());
    let file = sources.add("path", path);
    if !path.starts_with('/') {
        return Err(Diagnostic::error(Code::SelectorSyntax, "a path begins with `/`").at(Span::new(file, 0, 0)));
    }
    let path = path.trim_end_matches('/');
    if path.is_empty() {
        return Ok(vec![Place::start()]);
    }
    let segments = split(path, Keys::Values, file, 0)?;
    follow(&segments, Keys::Values, surroundings)
}

/// A path without what follows `?`, as a query or as a URI template has it: `{?%24select}`. Question marks within quotes are others.
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
pub(super) fn walk_pattern(path: &PathPattern, surroundings: &Surroundings<'_>) -> Result<Vec<Place>, Diagnostic> {
    follow(&path.segments, Keys::Placeholders, surroundings)
}

fn follow(segments: &[(Segment, Span)], keys: Keys, surroundings: &Surroundings<'_>) -> Result<Vec<Place>, Diagnostic> {
    let mut places = vec![Place::start()];
    for (segment, span) in segments {
        let mut next = Vec::new();
        let mut refused = None;
        for place in &places {
            let at = At { place, span: *span, keys, surroundings };
            match at.step(segment) {
                Ok(found) => next.extend(found),
                Err(diagnostic) => refused = Some(diagnostic),
            }
        }
        // Behind a `*` some places lead on and others do not; it is an error only if none does.
        if next.is_empty() {
            return Err(
                refused.unwrap_or_else(|| Diagnostic::error(Code::SelectorUnknown, "nothing matches").at(*span))
            );
        }
        places = next;
    }
    Ok(places)
}

/// A place, and the segment that leads on from it.
struct At<'p, 'm> {
    place: &'p Place,
    /// Where the segment is.
    span: Span,
    keys: Keys,
    surroundings: &'p Surroundings<'m>,
}

impl At<'_, '_> {
    fn step(&self, segment: &Segment) -> Result<Vec<Place>, Diagnostic> {
        match &self.place.end {
            End::Service => self.behind_container(segment),
            End::Resource(shape) => self.behind_resource(&self.place.route, *shape, segment),
            End::Operations { caller, import, overloads } => {
                self.behind_operations(*caller, import.as_deref(), overloads, segment)
            }
            End::Stream { .. } if *segment == Segment::Name("$value".to_owned()) => Ok(vec![self.place.clone()]),
            End::Everything | End::Count(_) | End::Reference(_) | End::Value(_) | End::Stream { .. } => {
                Err(self.refuse("nothing can follow the segment before it"))
            }
        }
    }

    fn refuse(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(Code::SelectorUnknown, message).at(self.span)
    }
}
