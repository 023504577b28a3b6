use std::marker::PhantomData;

use graph_runtime::{Object, codegen::Structured, http::Method};

use super::{
    answer::{Answer, FollowUp, Site},
    response::{Response, text_of},
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
#[derive(Clone, Debug)]
#[must_use = "pass it to `answers`"]
pub struct Pages<T> {
    /// The items in JSON.
    pages: Vec<Vec<String>>,
    count: Option<usize>,
    item: PhantomData<fn() -> T>,
}

impl<T: Structured> Pages<T> {
    /// Divides items into pages of a size, which is at least 1.
    #[track_caller]
    pub fn of_size(size: usize, items: impl IntoIterator<Item = T>) -> Self {
        let pages = texts(items).chunks(size.max(1)).map(<[String]>::to_vec).collect();
        Self { pages, count: None, item: PhantomData }
    }

    /// Adds a page, which may be empty.
    #[track_caller]
    pub fn page(mut self, items: impl IntoIterator<Item = T>) -> Self {
        self.pages.push(texts(items));
        self
    }

    /// Adds the number of all items to the first page (`@odata.count`).
    pub fn with_count(mut self) -> Self {
        self.count = Some(self.pages.iter().map(Vec::len).sum());
        self
    }

    pub(super) fn answer(self, site: Site<'_>) -> Answer {
        let pages = self.pages.iter().map(|page| format!("[{}]", page.join(","))).collect();
        let count = self.count.map(|count| format!("\"@odata.count\":{count},")).unwrap_or_default();
        linked(pages, &count, "", site)
    }
}

/// Writes items as JSON.
#[track_caller]
pub(super) fn texts<T: Structured>(items: impl IntoIterator<Item = T>) -> Vec<String> {
    items.into_iter().map(|item| text_of(&Object::new(item))).collect()
}

/// Links pages: `first` are members of the first page, `last` of the last one.
pub(super) fn linked(mut items: Vec<String>, first: &str, last: &str, site: Site<'_>) -> Answer {
    if items.is_empty() {
        items.push("[]".to_owned());
    }
    let target = |number: usize| format!("{}?$skiptoken=graph-testing-{}-{number}", site.path(), site.serial);
    let ends = items.len() - 1;
    let mut pages = items.into_iter().enumerate().map(|(number, items)| {
        let first = if number == 0 { first } else { "" };
        let links = if number == ends {
            last.to_owned()
        } else {
            format!("\"@odata.nextLink\":\"{}{}\",", site.origin(), target(number + 1))
        };
        Response::from_text(format!("{{{first}{links}\"value\":{items}}}"))
    });
    let reply = pages.next().unwrap_or_else(Response::no_content).into();
    let follow_ups = pages.enumerate().map(|(number, page)| FollowUp {
        method: Some(Method::GET),
        target: target(number + 1),
        replies: vec![page.into()],
        is_required: true,
    });
    Answer { reply, follow_ups: follow_ups.collect() }
}
