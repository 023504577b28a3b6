use std::fmt;

use http::HeaderMap;

use super::NextPage;
use crate::{
    client::Client,
    error::Error,
    json::{
        Extra, PropertyReader, PropertyWriter, Structured, Value, debug_structured, deserialize_structured,
        serialize_structured,
    },
    pipeline::CLIENT_REQUEST_ID,
    respond::Answer,
};

/// One page of a collection: `{"value": […], "@odata.nextLink": …}`.
///
/// ```
/// let page: graph_runtime::Page<String> = serde_json::from_str(r#"{"value": ["a", "b"], "@odata.count": 7}"#)?;
/// assert_eq!(page.items(), ["a", "b"]);
/// assert_eq!(page.count(), Some(7));
/// assert!(page.next_link().is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Page<T> {
    count: Option<i64>,
    delta_link: Option<String>,
    next_link: Option<String>,
    value: Option<Vec<T>>,
    extra: Extra,
    /// What the caller set on the request for this page, and wants on the next: `ConsistencyLevel`, `Prefer`.
    request_headers: Option<Box<HeaderMap>>,
    /// What was called, by name and path template, where there is another page.
    called: Option<(&'static str, &'static str)>,
}

impl<T> Page<T> {
    /// The items.
    #[must_use]
    pub fn items(&self) -> &[T] {
        self.value.as_deref().unwrap_or_default()
    }

    /// The items by value.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        self.value.unwrap_or_default()
    }

    /// How many items the whole collection has, where it was asked for; on the first page only.
    #[must_use]
    pub const fn count(&self) -> Option<i64> {
        self.count
    }

    /// Where the next page is, if there is one. The link is opaque.
    #[must_use]
    pub fn next_link(&self) -> Option<&str> {
        self.next_link.as_deref()
    }

    /// Where to ask for changes from here on, at the end of a delta query. The link is opaque.
    #[must_use]
    pub fn delta_link(&self) -> Option<&str> {
        self.delta_link.as_deref()
    }

    /// What else the answer had.
    #[must_use]
    pub const fn extra(&self) -> &Extra {
        &self.extra
    }
}

impl<T: Value> Page<T> {
    /// The next page as an operation; `None` on the last one. Headers that were set on the request for this page go out again, but for
    /// its `client-request-id`; a page that was kept as JSON has forgotten them.
    #[must_use]
    pub fn next(&self, client: &Client) -> Option<NextPage<T>> {
        Some(NextPage::after(client, self.next_link()?, self.request_headers.as_deref(), self.called))
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_items().into_iter()
    }
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            count: None,
            delta_link: None,
            next_link: None,
            value: None,
            extra: Extra::default(),
            request_headers: None,
            called: None,
        }
    }
}

impl<T: Value> Structured for Page<T> {
    const TYPE_NAME: &'static str = "page";
    const PROPERTIES: &'static [&'static str] = &["@odata.count", "@odata.deltaLink", "@odata.nextLink", "value"];

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn read<R: PropertyReader>(&mut self, index: usize, from: &mut R) {
        match index {
            0 => from.read(&mut self.count),
            1 => from.read(&mut self.delta_link),
            2 => from.read(&mut self.next_link),
            _ => from.read(&mut self.value),
        }
    }

    fn write<'a, W: PropertyWriter<'a>>(&'a self, to: &mut W) {
        to.put(0, &self.count);
        to.put(1, &self.delta_link);
        to.put(2, &self.next_link);
        to.put(3, &self.value);
    }

    /// An answer without a list that can be read is an error: an empty list would say that there is nothing.
    fn arrived(&mut self, answer: &Answer<'_>) -> Result<(), Error> {
        if self.value.is_none() {
            return Err(answer.refuse("its `value` is no list of the declared type"));
        }
        if !answer.request_headers.is_empty() {
            let mut headers = answer.request_headers.clone();
            headers.remove(CLIENT_REQUEST_ID);
            self.request_headers = Some(Box::new(headers));
        }
        if self.next_link.is_some() {
            self.called = Some((answer.description.name, answer.description.template));
        }
        Ok(())
    }
}

impl<T: Value> serde::Serialize for Page<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_structured(self, serializer)
    }
}

impl<'de, T: Value> serde::Deserialize<'de> for Page<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_structured(deserializer)
    }
}

impl<T: Value> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_structured(self, "Page", f)
    }
}
