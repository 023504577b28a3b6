//! Pages of collections.

use serde_json::{Value, json};

use super::{
    expand::Writer,
    outcome::Refused,
    state::{Dialect, Target},
};
use crate::{query::Options, request::Request, response::Response};

/// The largest page, as in Graph's directory.
const MAX_PAGE: usize = 999;
const DEFAULT_PAGE: usize = 100;

/// Returns the size of pages that a request prefers.
pub(super) fn preferred_size(request: &Request) -> Option<usize> {
    let preferences = request.headers().get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let mut preferences = preferences.flat_map(|value| value.split(','));
    preferences.find_map(|preference| {
        let (name, value) = preference.split_once('=')?;
        let is_size = matches!(name.trim(), "odata.maxpagesize" | "maxpagesize");
        value.trim().trim_matches('"').parse().ok().filter(|_| is_size)
    })
}

/// Returns the size of the pages of a request.
pub(super) fn size(request: &Request, options: &Options, dialect: Dialect) -> usize {
    let top = options.top.filter(|_| dialect == Dialect::Graph);
    top.or_else(|| preferred_size(request)).unwrap_or(DEFAULT_PAGE).min(MAX_PAGE)
}

/// Responds with a page of the entities that were found.
pub(super) fn respond(
    writer: &Writer<'_>,
    request: &Request,
    mut found: Vec<Target>,
    options: &Options,
    write: impl Fn(&Target) -> Result<Value, Refused>,
) -> Result<Response, Refused> {
    let count = found.len();
    found.drain(..options.skip.min(count));
    if let Some(top) = options.top.filter(|_| writer.state.dialect == Dialect::OData) {
        found.truncate(top);
    }
    let start = match &options.skip_token {
        Some(token) => token.parse::<usize>().map_err(|_| Refused::bad_request("`$skiptoken` is not one of mine"))?,
        None => 0,
    };
    let size = size(request, options, writer.state.dialect);
    let start = start.min(found.len());
    let end = start.saturating_add(size).min(found.len());
    let items: Vec<Value> = found[start..end].iter().map(write).collect::<Result<_, _>>()?;
    let mut page = json!({ "value": items });
    if options.counts && options.skip_token.is_none() {
        page["@odata.count"] = count.into();
    }
    if end < found.len() && size > 0 {
        page["@odata.nextLink"] = link(writer.root, request, "$skiptoken", &end.to_string()).into();
    }
    Ok(Response::json(200, &page))
}

/// Returns the URL of a request with a token.
pub(super) fn link(root: &str, request: &Request, name: &str, token: &str) -> String {
    let is_kept = |pair: &&str| !pair.is_empty() && !pair.contains("skiptoken=") && !pair.contains("deltatoken=");
    let mut query: Vec<&str> = request.query().unwrap_or_default().split('&').filter(is_kept).collect();
    let token = format!("{name}={token}");
    query.push(&token);
    format!("{root}{}?{}", request.path(), query.join("&"))
}
