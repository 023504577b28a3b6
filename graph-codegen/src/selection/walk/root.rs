//! What precedes the service's own path in a request: the host and the version.

use crate::{
    diagnostic::{Code, Diagnostic, Span},
    selection::{
        graph::ServiceGraph,
        selector::{Segment, is_version},
    },
};

/// Returns the segments below the root of the service.
///
/// # Errors
///
/// Returns a diagnostic if the request is not one to the service, or to another version of it than the metadata.
pub(super) fn below_root<'s>(
    segments: &'s [(Segment, Span)],
    host: Option<(&str, Span)>,
    graph: &ServiceGraph<'_>,
) -> Result<&'s [(Segment, Span)], Diagnostic> {
    let is_graph = graph.is_microsoft_graph();
    if let Some((host, span)) = host
        && is_graph
        && !may_be_graph(host)
    {
        let message = format!("`{}` is not a host of Microsoft Graph", host);
        let help = "links to other hosts, such as those to contents, are in responses, and the runtime follows them";
        return Err(Diagnostic::error(Code::SelectorUnknown, message).at(span).help(help));
    }
    match segments {
        // The root of another service can have any path: `https://services.odata.org/V4/Northwind.svc/Products`.
        _ if host.is_some() && !is_graph => {
            let start = segments.iter().position(|(segment, _)| is_child(segment, graph));
            Ok(&segments[start.unwrap_or(0)..])
        }
        [(Segment::Name(name), span), rest @ ..] if is_version(name) && graph.child(name).is_none() => {
            if is_graph {
                check_version(name, *span, graph)?;
            }
            Ok(rest)
        }
        // `/{version}/users`
        [(Segment::Key, _), rest @ ..] if rest.first().is_some_and(|(next, _)| is_child(next, graph)) => Ok(rest),
        _ => Ok(segments),
    }
}

fn is_child(segment: &Segment, graph: &ServiceGraph<'_>) -> bool {
    match segment {
        Segment::Name(name) | Segment::Call(name, _) => graph.child(name).is_some(),
        Segment::Key | Segment::KeyPredicate(_) | Segment::AnyOne | Segment::Rest | Segment::ItemPath => false,
    }
}

/// Whether a host is one of Graph's clouds, or a placeholder.
fn may_be_graph(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    host.contains("graph") || host.contains(['{', '<', '[']) || host.starts_with("localhost")
}

fn check_version(version: &str, span: Span, graph: &ServiceGraph<'_>) -> Result<(), Diagnostic> {
    let origin = graph.model().origin();
    let version = version.to_ascii_lowercase();
    let message = match origin.version() {
        Some(known) if known == version => return Ok(()),
        Some(known) if origin.is_embedded() => {
            format!("the request is one of `{version}`, and the embedded metadata is of {known}")
        }
        Some(known) => format!("the request is one of `{version}`, and the metadata is of {known}: {}", origin.named()),
        None if version != "beta" => return Ok(()),
        None => {
            let names = origin.named();
            format!("the request is one of `{version}`, and the name of the metadata does not say that it is: {names}")
        }
    };
    let help = format!(
        "each version has a document of its own: download it with `fetch --version {version} --out {version}.csdl` and \
         give it, or omit `/{version}` to look for the path in this one"
    );
    Err(Diagnostic::error(Code::SelectorUnknown, message).at(span).help(help))
}
