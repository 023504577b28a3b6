use std::{fmt, marker::PhantomData};

use graph_runtime::http::Method;

use super::{
    answer::{Answer, FollowUp, Site},
    shaped::Shaped,
};
use crate::{
    entity::{Entity, Item},
    query::Shape,
    text::option_pairs,
};

/// A collection of several pages, with the links between them.
///
/// The test fails if the application does not request all pages, unless the expectation is
/// [optional](crate::Expectation::any_times).
///
/// ```
/// graph_macros::graph! { select: ["/users"] }
/// use graph::{GraphService, User};
/// use graph_runtime::empty;
/// use graph_testing::{Pages, Server};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), graph_runtime::Error> {
/// let server = Server::in_memory();
/// let service = GraphService::new(server.client());
/// let users = (1..=5).map(|number| User { id: Some(number.to_string()), ..empty() });
/// server.when(service.users().get().top(2)).answers(Pages::of_size(2, users));
///
/// let mut found = 0;
/// let mut items = service.users().get().top(2).items();
/// while let Some(user) = items.next().await {
///     user?;
///     found += 1;
/// }
/// assert_eq!((found, server.requests().len()), (5, 3));
/// # Ok(()) }
/// ```
///
/// `E` is a generated struct, an `Object` of one, or an [`Expanded`](crate::Expanded).
#[must_use = "pass it to `answers`"]
pub struct Pages<E> {
    pages: Vec<Vec<Item>>,
    count: Option<usize>,
    entity: PhantomData<fn() -> E>,
}

impl<E> Clone for Pages<E> {
    fn clone(&self) -> Self {
        Self { pages: self.pages.clone(), count: self.count, entity: PhantomData }
    }
}

impl<E> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("pages", &self.pages.len()).finish_non_exhaustive()
    }
}

impl<E> Pages<E> {
    /// Divides items into pages of a size, which is at least 1.
    ///
    /// # Panics
    ///
    /// If an item cannot be written as JSON.
    #[track_caller]
    pub fn of_size<Form>(size: usize, items: impl IntoIterator<Item = E>) -> Self
    where
        E: Entity<Form>,
    {
        let pages = converted(items).chunks(size.max(1)).map(<[Item]>::to_vec).collect();
        Self { pages, count: None, entity: PhantomData }
    }

    /// Adds a page, which may be empty.
    ///
    /// # Panics
    ///
    /// If an item cannot be written as JSON.
    #[track_caller]
    pub fn page<Form>(mut self, items: impl IntoIterator<Item = E>) -> Self
    where
        E: Entity<Form>,
    {
        self.pages.push(converted(items));
        self
    }

    /// Adds the number of all items to the first page (`@odata.count`).
    pub fn with_count(mut self) -> Self {
        self.count = Some(self.pages.iter().map(Vec::len).sum());
        self
    }

    pub(super) fn answer(self, site: Site<'_>) -> Answer {
        let count = self.count.map(|count| format!("\"@odata.count\":{count},")).unwrap_or_default();
        linked(self.pages, &count, "", site)
    }
}

/// Converts items to JSON.
#[track_caller]
pub(super) fn converted<Form, E: Entity<Form>>(items: impl IntoIterator<Item = E>) -> Vec<Item> {
    items.into_iter().map(Entity::into_item).collect()
}

/// Links pages: `first` are members of the first page, `last` of the last one.
pub(super) fn linked(mut pages: Vec<Vec<Item>>, first: &str, last: &str, site: Site<'_>) -> Answer {
    if pages.is_empty() {
        pages.push(Vec::new());
    }
    // Links do not repeat what was selected.
    let query = site.target.split_once('?').map_or("", |(_, query)| query);
    let shape = Shape::read(&option_pairs(query)).unwrap_or_default();
    let target = |number: usize| format!("{}?$skiptoken=graph-testing-{}-{number}", site.path(), site.serial);
    let ends = pages.len() - 1;
    let mut pages = pages.into_iter().enumerate().map(|(number, items)| {
        let first = if number == 0 { first } else { "" };
        let links = if number == ends {
            last.to_owned()
        } else {
            format!("\"@odata.nextLink\":\"{}{}\",", site.origin(), target(number + 1))
        };
        Shaped::page(items, &format!("{first}{links}"))
    });
    let reply = pages.next().unwrap_or_else(|| Shaped::page(Vec::new(), "")).into();
    let follow_ups = pages.enumerate().map(|(number, page)| FollowUp {
        method: Some(Method::GET),
        target: target(number + 1),
        replies: vec![page.with_shape(shape.clone()).into()],
        is_required: true,
    });
    Answer { reply, follow_ups: follow_ups.collect() }
}
