use std::{fmt, ops::Deref};

use http::HeaderMap;

use super::next_page::NextPage;
use crate::{
    client::Client,
    description::Description,
    error::Error,
    operation::{Answer, Respond, Sealed, from_json},
    pipeline::CLIENT_REQUEST_ID,
    text::is_blank_link,
    value::{Extra, Object, PropertyReader, PropertyWriter, Structured, Value, debug_object},
};

/// One page of a collection: `{"value": […], "@odata.nextLink": …}`.
///
/// ```
/// let page: graph_runtime::Page<String> = serde_json::from_str(r#"{"value": ["a", "b"], "@odata.count": 7}"#)?;
/// assert_eq!(page.items(), ["a", "b"]);
/// assert_eq!((page.len(), page.first().map(String::as_str)), (2, Some("a"))); // a slice of its items
/// for item in &page {
///     println!("{item}");
/// }
/// assert_eq!(page.count(), Some(7));
/// assert!(page.next_link().is_none());
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct Page<T> {
    envelope: Object<Envelope<T>>,
    /// The headers that the caller set on the request for this page, for the next one: `ConsistencyLevel`, `Prefer`.
    request_headers: Option<Box<HeaderMap>>,
    /// The request for this page, if there is another page.
    request: Option<Box<Description>>,
}

const NEXT_LINK: &str = "@odata.nextLink";

/// A page in JSON.
struct Envelope<T> {
    count: Option<i64>,
    delta_link: Option<String>,
    next_link: Option<String>,
    value: Option<Vec<T>>,
}

impl<T: Value> Page<T> {
    /// Returns the items.
    #[must_use]
    pub fn items(&self) -> &[T] {
        self.envelope.value.as_deref().unwrap_or_default()
    }

    /// Returns the items by value.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        Object::into_value(self.envelope).value.unwrap_or_default()
    }

    /// Returns the number of items in the whole collection, if it was requested. Only the first page has it.
    #[must_use]
    pub fn count(&self) -> Option<i64> {
        self.envelope.count
    }

    /// Returns the link to the next page, if there is one. The link is opaque.
    #[must_use]
    pub fn next_link(&self) -> Option<&str> {
        self.envelope.next_link.as_deref().filter(|link| !is_blank_link(link))
    }

    /// Returns the link for later changes, on the last page of a delta query. The link is opaque.
    #[must_use]
    pub fn delta_link(&self) -> Option<&str> {
        self.envelope.delta_link.as_deref().filter(|link| !is_blank_link(link))
    }

    /// Returns the undeclared properties of the response.
    #[must_use]
    pub const fn extra(&self) -> &Extra {
        &self.envelope.extra
    }
}

impl<T: Value> Page<T> {
    /// Returns the request for the next page, or `None` on the last one.
    ///
    /// Headers that were set on the request for this page are sent again, except `client-request-id`. A page that was
    /// deserialized from JSON has no such headers.
    #[must_use]
    pub fn next(&self, client: &Client) -> Option<NextPage<T>> {
        // A link that is not a string leads to an error. Otherwise the collection would seem to end here.
        let is_unreadable = || self.envelope.extra.get(NEXT_LINK).is_some_and(|raw| raw.get() != "null");
        let link = match self.next_link() {
            None if !is_unreadable() => return None,
            link => link.map(str::to_owned),
        };
        Some(NextPage::after(client, link, self.request_headers.as_deref(), self.request.as_deref()))
    }
}

impl<T: Value> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.into_items().into_iter()
    }
}

impl<'a, T: Value> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items().iter()
    }
}

/// A page can be used like a slice of its items: `page.iter()`, `page.first()`, `page.is_empty()`.
impl<T: Value> Deref for Page<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.items()
    }
}

impl<T: Value> Default for Page<T> {
    fn default() -> Self {
        Self { envelope: Object::default(), request_headers: None, request: None }
    }
}

impl<T: Value> Clone for Page<T> {
    fn clone(&self) -> Self {
        let Self { envelope, request_headers, request } = self;
        Self { envelope: envelope.clone(), request_headers: request_headers.clone(), request: request.clone() }
    }
}

impl<T: Value> PartialEq for Page<T> {
    fn eq(&self, other: &Self) -> bool {
        self.envelope == other.envelope
    }
}

impl<T: Value> Structured for Envelope<T> {
    const TYPE_NAME: &'static str = "page";

    fn properties() -> &'static [&'static str] {
        &["@odata.count", "@odata.deltaLink", NEXT_LINK, "value"]
    }

    fn build(from: &mut PropertyReader<'_>) -> Self {
        Self { count: from.property(), delta_link: from.property(), next_link: from.property(), value: from.property() }
    }

    fn write<'a>(&'a self, to: &mut PropertyWriter<'a>) {
        to.put(&self.count);
        to.put(&self.delta_link);
        to.put(&self.next_link);
        to.put(&self.value);
    }
}

impl<T: Value> Sealed for Page<T> {}

impl<T: Value> Respond for Page<T> {
    type Output = Self;

    /// A response without a readable list is an error; an empty page would hide it.
    fn respond(response: &Answer<'_>) -> Result<Self, Error> {
        let mut page = Self { envelope: from_json(response)?, request_headers: None, request: None };
        if page.envelope.value.is_none() {
            return Err(response.undecodable("`value` is not a list of the declared type"));
        }
        if !response.request_headers.is_empty() {
            let mut headers = response.request_headers.clone();
            headers.remove(CLIENT_REQUEST_ID);
            page.request_headers = Some(Box::new(headers));
        }
        if page.next_link().is_some() {
            page.request = Some(Box::new(response.description.clone()));
        }
        Ok(page)
    }
}

impl<T: Value> serde::Serialize for Page<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.envelope.serialize(serializer)
    }
}

impl<'de, T: Value> serde::Deserialize<'de> for Page<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { envelope: Object::deserialize(deserializer)?, request_headers: None, request: None })
    }
}

impl<T: Value> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_object(&self.envelope, "Page", f)
    }
}
