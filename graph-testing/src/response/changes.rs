use std::{fmt, marker::PhantomData};

use graph_runtime::Removal;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::{
    answer::{Answer, Site},
    pages::{converted, linked},
};
use crate::entity::{Entity, Item};

/// The response to a delta query: items, removed ones, and the link for later changes.
///
/// `E` is a generated struct, an `Object` of one, or an [`Expanded`](crate::Expanded).
///
/// ```
/// graph_macros::graph! { select: ["/users/delta()"] }
/// use graph::{GraphService, User};
/// use graph_runtime::{Removal, empty};
/// use graph_testing::{Changes, Server};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), graph_runtime::Error> {
/// let server = Server::in_memory();
/// let (service, client) = (GraphService::new(server.client()), server.client());
/// let ann = User { id: Some("a".to_owned()), ..empty() };
/// server.when(service.users().delta()).answers(Changes::of([ann]).removed("b", Removal::Deleted).token("t1"));
///
/// let page = service.users().delta().send().await?;
/// let link = page.delta_link().unwrap_or_default();
///
/// // The next run begins with the link.
/// server.when(client.resume_delta::<User>(link)).answers(Changes::<User>::none());
/// assert!(client.resume_delta::<User>(link).send().await?.is_empty());
/// # Ok(()) }
/// ```
#[must_use = "pass it to `answers`"]
pub struct Changes<E> {
    changes: Vec<Item>,
    token: Option<String>,
    page_size: usize,
    entity: PhantomData<fn() -> E>,
}

impl<E> Clone for Changes<E> {
    fn clone(&self) -> Self {
        Self {
            changes: self.changes.clone(),
            token: self.token.clone(),
            page_size: self.page_size,
            entity: PhantomData,
        }
    }
}

impl<E> fmt::Debug for Changes<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes").field("changes", &self.changes.len()).finish_non_exhaustive()
    }
}

impl<E> Changes<E> {
    /// Creates the response without changes.
    pub const fn none() -> Self {
        Self { changes: Vec::new(), token: None, page_size: usize::MAX, entity: PhantomData }
    }

    /// Creates the response with new or changed items.
    ///
    /// # Panics
    ///
    /// If an item cannot be written as JSON.
    #[track_caller]
    pub fn of<Form>(items: impl IntoIterator<Item = E>) -> Self
    where
        E: Entity<Form>,
    {
        Self { changes: converted(items), ..Self::none() }
    }

    /// Adds an item that was removed.
    pub fn removed(mut self, id: &str, reason: Removal) -> Self {
        let reason = match &reason {
            Removal::Changed => "changed",
            Removal::Other(reason) => reason,
            _ => "deleted",
        };
        self.changes.push(Item::whole(json!({ "@removed": { "reason": reason }, "id": id }).to_string()));
        self
    }

    /// Sets the token in the delta link. Without it, each answer has a token of its own.
    pub fn token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// Divides the changes into pages of a size, which is at least 1. Only the last one has the delta link.
    pub fn page_size(mut self, size: usize) -> Self {
        self.page_size = size.max(1);
        self
    }

    pub(super) fn answer(self, site: Site<'_>) -> Answer {
        let token = self.token.unwrap_or_else(|| format!("graph-testing-{}", site.serial));
        let token = utf8_percent_encode(&token, NON_ALPHANUMERIC);
        let link = json!(format!("{}{}?$deltatoken={token}", site.origin(), site.path()));
        let pages = self.changes.chunks(self.page_size).map(<[Item]>::to_vec).collect();
        linked(pages, "", &format!("\"@odata.deltaLink\":{link},"), site)
    }
}
