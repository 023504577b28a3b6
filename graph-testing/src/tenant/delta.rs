//! Delta queries: what has changed since a link.

use serde_json::{Value, json};

use super::{expand::Writer, outcome::Refused, page, state::Target};
use crate::{query::Options, request::Request, response::Response};

/// The position of a delta query, in the tokens of its links.
#[derive(Clone, Copy, Debug)]
struct Position {
    /// The change after which the query began, and the last one that it returns.
    since: u64,
    until: u64,
    /// The last change that was returned.
    returned: u64,
}

impl Position {
    fn read(token: &str) -> Option<Self> {
        let mut numbers = token.split('.').map(str::parse::<u64>);
        let (since, until, returned) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
        numbers.next().is_none().then_some(Self { since, until, returned })
    }

    fn token(self) -> String {
        format!("{}.{}.{}", self.since, self.until, self.returned)
    }
}

/// Responds with the changes of a collection.
pub(super) fn respond(
    writer: &Writer<'_>,
    request: &Request,
    path: &str,
    options: &Options,
) -> Result<Response, Refused> {
    if !options.shape.expand.is_empty() {
        return Err(Refused::Unsupported("`$expand` is not supported in a delta query".to_owned()));
    }
    let last = writer.state.last_change();
    let read = |token: &str| Position::read(token).ok_or_else(|| Refused::bad_request("the token is not one of mine"));
    let at = match (&options.skip_token, &options.delta_token) {
        (Some(token), _) => read(token)?,
        // Graph: from now on.
        (None, Some(token)) if token == "latest" => Position { since: last, until: last, returned: last },
        (None, Some(token)) => {
            let until = read(token)?.until;
            Position { since: until, until: last, returned: until }
        }
        (None, None) => Position { since: 0, until: last, returned: 0 },
    };
    let mut changes = changes(writer, path, options, at)?;
    changes.sort_by_key(|(change, _)| *change);
    let size = page::size(request, options, writer.state.dialect).max(1);
    let has_more = changes.len() > size;
    changes.truncate(size);
    let returned = changes.last().map_or(at.returned, |(change, _)| *change);
    let items: Vec<Value> = changes.into_iter().map(|(_, item)| item).collect();
    let mut response = json!({ "value": items });
    let (member, token) =
        if has_more { ("@odata.nextLink", "$skiptoken") } else { ("@odata.deltaLink", "$deltatoken") };
    response[member] = page::link(writer.root, request, token, &Position { returned, ..at }.token()).into();
    Ok(Response::json(200, &response))
}

/// Returns the changes that were not returned yet, with their numbers.
fn changes(writer: &Writer<'_>, path: &str, options: &Options, at: Position) -> Result<Vec<(u64, Value)>, Refused> {
    let Some(collection) = writer.state.collection(path) else { return Ok(Vec::new()) };
    let is_in = |change: u64| change > at.returned && change <= at.until;
    let removed = |key: &str, reason: &str| json!({ collection.key.as_str(): key, "@removed": { "reason": reason } });
    let mut found = Vec::new();
    for (key, stored) in collection.iter().filter(|(_, stored)| is_in(stored.changed)) {
        let target = Target::new(path, &key);
        let is_found = !writer.found(vec![target.clone()], options)?.is_empty();
        if is_found {
            found.push((stored.changed, writer.entity(&target, &options.shape, false)?));
        } else if at.since > 0 {
            // It may have been found before.
            found.push((stored.changed, removed(&key, "changed")));
        }
    }
    // A first query has nothing that was removed before it.
    if at.since > 0 {
        let deleted = collection.removed_after(at.returned).filter(|(change, _)| is_in(*change));
        found.extend(deleted.map(|(change, key)| (change, removed(key, "deleted"))));
    }
    Ok(found)
}
