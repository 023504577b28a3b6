use std::{fmt, ops::Deref};

use http::HeaderMap;
use serde::ser::Error as _;
use url::Url;

use super::{list_handoff::ListHandoff, next_page::NextPage};
use crate::{
    client::Client,
    description::Description,
    error::Error,
    operation::{Answer, Respond, Sealed, from_json},
    pipeline::CLIENT_REQUEST_ID,
    text::ShortLinks,
    text::is_blank_link,
    value::{
        DerivedFrom, Extra, JsonError, Object, PropertyReader, PropertyWriter, Slot, Structured, Value, empty,
        projection::{Gap, PageItem, Projection, RelatedMany},
        serialize_text, to_json,
    },
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
    /// Everything but the items.
    envelope: Object<Envelope<T>>,
    /// `None` if the service sent no list of them.
    items: Option<Vec<T>>,
    /// The headers that the caller set on the request for this page, for the next one: `ConsistencyLevel`, `Prefer`.
    request_headers: Option<Box<HeaderMap>>,
    /// The request for this page, if there is another page.
    request: Option<Box<Description>>,
    /// The links, if they were relative to something else than the service's root.
    resolved: Option<Box<ResolvedLinks>>,
}

const NEXT_LINK: &str = "@odata.nextLink";

/// A page in JSON. Control information has no prefix in OData 4.01.
struct Envelope<T> {
    count: Option<i64>,
    delta_link: Option<String>,
    next_link: Option<String>,
    short_count: Option<i64>,
    short_delta_link: Option<String>,
    short_next_link: Option<String>,
    value: Option<ListHandoff<T>>,
}

/// The links of a page as absolute URLs.
#[derive(Clone)]
struct ResolvedLinks {
    next: Option<String>,
    delta: Option<String>,
}

impl<T: PageItem> Page<T> {
    fn of(mut envelope: Object<Envelope<T>>) -> Self {
        let items = match &envelope.value {
            Some(list) => list.take(),
            None => None,
        };
        if items.is_some() {
            envelope.value = None;
        }
        Self { envelope, items, request_headers: None, request: None, resolved: None }
    }

    /// Returns the items.
    #[must_use]
    pub fn items(&self) -> &[T] {
        self.items.as_deref().unwrap_or_default()
    }

    /// Returns the items by value.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        self.items.unwrap_or_default()
    }

    /// Returns the number of items in the whole collection, if it was requested. Only the first page has it.
    #[must_use]
    pub fn count(&self) -> Option<i64> {
        self.envelope.count.or(self.envelope.short_count)
    }

    /// Returns the link to the next page, if there is one. The link is opaque.
    #[must_use]
    pub fn next_link(&self) -> Option<&str> {
        if let Some(next) = self.resolved.as_ref().and_then(|resolved| resolved.next.as_deref()) {
            return Some(next);
        }
        let links = [&self.envelope.next_link, &self.envelope.short_next_link];
        links.into_iter().flatten().map(String::as_str).find(|link| !is_blank_link(link))
    }

    /// Returns the link for later changes, on the last page of a delta query. The link is opaque.
    #[must_use]
    pub fn delta_link(&self) -> Option<&str> {
        if let Some(delta) = self.resolved.as_ref().and_then(|resolved| resolved.delta.as_deref()) {
            return Some(delta);
        }
        let links = [&self.envelope.delta_link, &self.envelope.short_delta_link];
        links.into_iter().flatten().map(String::as_str).find(|link| !is_blank_link(link))
    }

    /// Returns the undeclared properties of the response.
    #[must_use]
    pub const fn extra(&self) -> &Extra {
        &self.envelope.extra
    }
}

impl<T: PageItem> Page<T> {
    /// Returns the request for the next page, or `None` on the last one.
    ///
    /// Headers that were set on the request for this page are sent again, except `client-request-id`. A page that was
    /// deserialized from JSON has no such headers.
    #[must_use]
    pub fn next(&self, client: &Client) -> Option<NextPage<T>> {
        // A link that is not a string leads to an error. Otherwise the collection would seem to end here.
        let is_odd = |name: &str| self.envelope.extra.get(name).is_some_and(|raw| raw.get() != "null");
        let is_unreadable = || is_odd(NEXT_LINK) || is_odd("@nextLink");
        let link = match self.next_link() {
            None if !is_unreadable() => return None,
            link => link.map(str::to_owned),
        };
        Some(NextPage::after(client, link, self.request_headers.as_deref(), self.request.as_deref()))
    }
}

impl<T: PageItem> Page<T> {
    /// Resolves relative links against the context URL, or else the URL of the request: OData JSON Format 4.01, section
    /// 4.4. A context of another origin, as behind a proxy, is ignored.
    fn resolve_links(&self, url: &http::Uri) -> Option<ResolvedLinks> {
        let is_relative = |link: &&str| Url::parse(link) == Err(url::ParseError::RelativeUrlWithoutBase);
        let (next, delta) = (self.next_link().filter(is_relative), self.delta_link().filter(is_relative));
        if next.is_none() && delta.is_none() {
            return None;
        }
        let request = Url::parse(&url.to_string()).ok()?;
        let context = self.envelope.extra.control("@odata.context", "@context");
        let context = context.and_then(|context| request.join(&context).ok());
        let base = context.filter(|context| context.origin() == request.origin()).unwrap_or(request);
        let absolute = |link: Option<&str>| Some(base.join(link?).ok()?.to_string());
        Some(ResolvedLinks { next: absolute(next), delta: absolute(delta) })
    }
}

impl<T: PageItem> IntoIterator for Page<T> {
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
impl<T: PageItem> Deref for Page<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.items()
    }
}

impl<T: PageItem> Default for Page<T> {
    fn default() -> Self {
        Self { envelope: Object::default(), items: None, request_headers: None, request: None, resolved: None }
    }
}

impl<T: PageItem + Clone> Clone for Page<T> {
    fn clone(&self) -> Self {
        Self {
            envelope: self.envelope.clone(),
            items: self.items.clone(),
            request_headers: self.request_headers.clone(),
            request: self.request.clone(),
            resolved: self.resolved.clone(),
        }
    }
}

impl<T: PageItem + PartialEq> PartialEq for Page<T> {
    fn eq(&self, other: &Self) -> bool {
        self.envelope == other.envelope && self.items == other.items
    }
}

impl<T: PageItem> Structured for Envelope<T> {
    const TYPE_NAME: &'static str = "page";

    fn properties() -> &'static [&'static str] {
        &["@odata.count", "@odata.deltaLink", NEXT_LINK, "@count", "@deltaLink", "@nextLink", "value"]
    }

    fn build(from: &mut PropertyReader<'_>) -> Self {
        Self {
            count: from.property(),
            delta_link: from.property(),
            next_link: from.property(),
            short_count: from.property(),
            short_delta_link: from.property(),
            short_next_link: from.property(),
            value: from.property(),
        }
    }

    fn write<'a>(&'a self, to: &mut PropertyWriter<'a>) {
        to.put(&self.count);
        to.put(&self.delta_link);
        to.put(&self.next_link);
        to.put(&self.short_count);
        to.put(&self.short_delta_link);
        to.put(&self.short_next_link);
        to.put(&self.value);
    }
}

impl<T: PageItem> Sealed for Page<T> {}

impl<T: PageItem> Respond for Page<T> {
    type Output = Self;

    /// A response without a readable list is an error; an empty page would hide it.
    fn respond(response: &Answer<'_>) -> Result<Self, Error> {
        let mut page = Self::of(from_json(response)?);
        if page.items.is_none() {
            return Err(response.undecodable("`value` is not a list of the declared type"));
        }
        if !response.request_headers.is_empty() {
            let mut headers = response.request_headers.clone();
            headers.remove(CLIENT_REQUEST_ID);
            page.request_headers = Some(Box::new(headers));
        }
        if let Some(url) = response.url {
            page.resolved = page.resolve_links(url).map(Box::new);
        }
        if page.next_link().is_some() {
            page.request = Some(Box::new(response.description.clone()));
        }
        Ok(page)
    }
}

impl<T: Value> serde::Serialize for Page<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_text(&self.to_json().map_err(S::Error::custom)?, serializer)
    }
}

impl<T: Value> Page<T> {
    fn to_json(&self) -> Result<String, JsonError> {
        let mut text = to_json(&self.envelope)?;
        if let Some(items) = &self.items {
            // With items, the page is an object.
            text.pop();
            text.push_str(if text.len() > 1 { ",\"value\":" } else { "\"value\":" });
            text.push_str(&to_json(items)?);
            text.push('}');
        }
        Ok(text)
    }
}

impl<'de, T: PageItem> serde::Deserialize<'de> for Page<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::of(Object::deserialize(deserializer)?))
    }
}

impl<T: fmt::Debug> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let envelope = &self.envelope;
        let mut shown = f.debug_struct("Page");
        let links = [&envelope.delta_link, &envelope.next_link, &envelope.short_delta_link, &envelope.short_next_link];
        let names = ["@odata.deltaLink", NEXT_LINK, "@deltaLink", "@nextLink"];
        for (name, count) in [("@odata.count", envelope.count), ("@count", envelope.short_count)] {
            if let Some(count) = count {
                shown.field(name, &count);
            }
        }
        for (name, link) in names.into_iter().zip(links) {
            if let Some(link) = link {
                shown.field(name, &ShortLinks(&format!("{link:?}")));
            }
        }
        if let Some(items) = &self.items {
            shown.field("value", items);
        }
        if !envelope.extra.is_empty() {
            shown.field("extra", &envelope.extra);
        }
        shown.finish()
    }
}

/// The entities that a navigation property leads to, with the link to the rest.
impl<V, P: Projection<Of: DerivedFrom<V>>> RelatedMany<V> for Page<P> {
    type Row = P;

    fn take(entities: Slot, next_link: Option<String>, count: Option<i64>) -> Result<Self, Gap> {
        let items = Vec::take(entities, None, None)?;
        let envelope = Object::new(Envelope { next_link, count, ..empty() });
        Ok(Self { envelope, items: Some(items), ..Self::default() })
    }
}
