//! References to the entities that earlier calls of a batch create.
//!
//! Sources: OData 4.01, part 1, sections 11.7.4 and 11.7.7.2; OData JSON Format 4.01, section 19.2.

use std::ops::Range;

use bytes::Bytes;
use http::{HeaderMap, header};
use url::Url;

use super::{
    batch::Ticket,
    call_id,
    pending_call::{PendingCall, below_root},
};
use crate::{
    body::Reference,
    client::Client,
    operation::CreatesEntity,
    path::{CallReference, IntoKey, Key},
    service::{BatchFormat, ServiceProfile},
};

impl<O> Ticket<O> {
    /// Returns a reference to the entity that the call creates, for the bodies of later calls of its
    /// [change set](super::Batch::change_set).
    ///
    /// A call whose body has the reference, and that is elsewhere, is an error and not sent. As a key, a ticket is a
    /// reference in a path: see [`Batch`](super::Batch#paths-of-new-entities).
    #[must_use]
    pub fn reference(&self) -> Reference {
        Reference::to_call(self.call(), &call_id(self.id().index))
    }

    fn call(&self) -> CallReference {
        let id = self.id();
        CallReference { batch: id.batch, index: id.index }
    }
}

impl<O> From<&Ticket<O>> for Reference {
    fn from(ticket: &Ticket<O>) -> Self {
        ticket.reference()
    }
}

/// The key of the entity that the call creates, for later calls of the batch.
impl<O: CreatesEntity> From<&Ticket<O>> for Key {
    fn from(ticket: &Ticket<O>) -> Self {
        Self::of_call(ticket.call(), &call_id(ticket.id().index))
    }
}

impl<T, O: CreatesEntity> IntoKey<T> for &Ticket<O> {
    fn key(self) -> Key {
        self.into()
    }
}

/// Checks the call to whose entity the path of a call refers, and makes it a dependency unless it is in the same change
/// set. `set` has the indexes of that set.
pub(super) fn refer(call: &mut PendingCall, batch: u64, set: Range<usize>, profile: &ServiceProfile) {
    let Some(to) = call.url_reference else { return };
    if profile.is_graph() {
        call.refuse("the service has no references between calls, according to its profile");
    } else if to.batch != batch {
        call.refuse("the path refers to a call of another batch");
    } else if !set.contains(&to.index) || profile.batch_format() == BatchFormat::Json {
        // In JSON, a reference requires a dependency.
        call.after.push(to.index);
    }
}

/// Writes the location of a new entity into the path of a call that begins with a reference to it, if it is known.
pub(super) fn settle(calls: &mut [PendingCall], index: usize) {
    let (earlier, rest) = calls.split_at_mut(index);
    let Some(call) = rest.first_mut() else { return };
    if let Some(to) = call.url_reference
        && let Some(location) = earlier.get(to.index).and_then(|earlier| earlier.location.as_ref())
    {
        let below = call.url.strip_prefix(&format!("/${}", call_id(to.index))).unwrap_or_default();
        call.url = format!("{location}{below}");
        call.url_reference = None;
    }
}

/// Like [`settle`], for a call that is sent in a request with others. The service knows references to these only.
///
/// # Errors
///
/// The service did not say where the entity is.
pub(super) fn resolve(calls: &mut [PendingCall], index: usize, request: &[usize]) -> Result<(), String> {
    settle(calls, index);
    match calls[index].url_reference.filter(|to| !request.contains(&to.index)) {
        None => Ok(()),
        Some(to) => Err(format!(
            "the response to {} has no `Location` below the service's root, on which the path depends",
            calls[to.index].description
        )),
    }
}

/// Returns the path below the service's root of the entity that a call created.
///
/// `Location` is its address (section 8.3.3), and an empty response has `OData-EntityId` at least (section 8.3.4). It
/// may be relative to the request's URL (section 11.7.4).
fn location(client: &Client, call: &PendingCall, headers: &HeaderMap) -> Option<String> {
    let link = headers.get(header::LOCATION).or_else(|| headers.get("odata-entityid"))?.to_str().ok()?;
    let request = Url::parse(&format!("{}{}", client.root().as_str(), call.url)).ok()?;
    let mut url = request.join(link).ok()?;
    url.set_query(None);
    url.set_fragment(None);
    let path = below_root(client.root(), &url.as_str().parse().ok()?)?;
    Some(path.trim_end_matches('/').to_owned()).filter(|path| !path.is_empty())
}

/// Keeps the location of a new entity, if a later call refers to it.
pub(super) fn keep_location(client: &Client, call: &mut PendingCall, response: &http::Response<Bytes>) {
    if call.is_referenced && response.status().is_success() {
        call.location = location(client, call, response.headers());
    }
}
