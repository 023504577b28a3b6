use std::fmt;

use super::{
    link_change::{LinkChange, LinkChangeKind},
    removed_key::key_parts,
};
use crate::value::{
    Decoded, JsonError, JsonReader, JsonWriter, Object, PropertyReader, PropertyWriter, Structured, Value,
    projection::{PageItem, Projection, read_item_or_change},
    to_json,
};

/// A change of an item, which a delta query returns.
///
/// `R` is what is known of a removed item. It is `T`, unless the items are read as a
/// [`Projection`](crate::projection::Projection), of which a removed item lacks most fields.
///
/// ```
/// use graph_runtime::{Change, Removed};
///
/// /// Applies a change to a local copy.
/// fn apply<T>(change: Change<T>, save: impl Fn(T), remove: impl Fn(T)) {
///     match change {
///         Change::Item(item) => save(item),
///         Change::Removed(Removed { item, .. }) => remove(item),
///         Change::Link(_) => {} // Graph sends none
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Change<T, R = T> {
    /// The item is new or has changed.
    ///
    /// Some services send only the changed properties. Drive items and others have their own property (`deleted`) that
    /// says that they were removed.
    Item(T),
    /// The item was removed.
    Removed(Removed<R>),
    /// A link between two entities was added or removed.
    Link(LinkChange<R>),
}

/// A change of an item that is read as a [`Projection`].
///
/// `client.resume::<ProjectedChange<Row>>(link)` continues from a link of such a delta query.
pub type ProjectedChange<P> = Change<P, Object<<P as Projection>::Of>>;

/// A removed item in a delta query: `{"@removed": {"reason": "changed"}, "id": "…"}`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Removed<T> {
    /// Why the item was removed.
    pub reason: Removal,
    /// The item, usually with its `id` only.
    pub item: T,
}

/// Why an item was removed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Removal {
    /// `changed`: the item can be restored, or no longer matches the query.
    Changed,
    /// `deleted`: the item was permanently deleted.
    Deleted,
    /// Another reason; empty if the service gave none.
    Other(Box<str>),
}

impl<T> Change<T> {
    /// Returns the item, also if it was removed; for a link, its members as those of an item.
    #[must_use]
    pub const fn item(&self) -> &T {
        match self {
            Self::Item(item) | Self::Removed(Removed { item, .. }) | Self::Link(LinkChange { item, .. }) => item,
        }
    }
}

impl<T: Structured> From<Object<T>> for Change<Object<T>> {
    /// Detects removed items by `@removed` (OData 4.01), or by the context of a deleted entity (OData 4.0), and links
    /// by their context.
    fn from(item: Object<T>) -> Self {
        match removal(&item) {
            Some(reason) => Self::Removed(Removed { reason, item }),
            None => match link_kind(&item) {
                Some(kind) => Self::Link(LinkChange { kind, item }),
                None => Self::Item(item),
            },
        }
    }
}

impl<T: Value> Removed<T> {
    /// Returns the item's `id`, if it is a string. Graph sends only the `id` of removed items.
    ///
    /// Other services may send the URL of the item instead (OData JSON Format 4.01, section 15.3), which is returned
    /// if there is no `id`.
    #[must_use]
    pub fn id(&self) -> Option<String> {
        let names = self.names()?;
        [&names.id, &names.odata_id, &names.url].into_iter().find_map(Clone::clone)
    }

    fn names(&self) -> Option<Object<Names>> {
        let text = to_json(&self.item).ok()?;
        read_names(&mut JsonReader::new(&text))
    }
}

impl<T: Value> Removed<T> {
    /// Returns the value of the item's key, as text without quotes; `None` if the service did not send it, or if the
    /// key has several parts.
    ///
    /// It is the `id`, if that is not a URL, or what the URL ends in: `b` for `https://…/People('b')`, and for
    /// `/People/b`.
    ///
    /// ```
    /// # use graph_runtime::{Change, Object, codegen::{PropertyReader, PropertyWriter, Structured}};
    /// # struct Person;
    /// # impl Structured for Person {
    /// #     const TYPE_NAME: &'static str = "person";
    /// #     fn properties() -> &'static [&'static str] { &[] }
    /// #     fn build(_: &mut PropertyReader<'_>) -> Self { Self }
    /// #     fn write<'a>(&'a self, _: &mut PropertyWriter<'a>) {}
    /// # }
    /// let text = r#"{"@removed": {"reason": "deleted"}, "@id": "https://a.example/People('b')"}"#;
    /// let Change::Removed(removed) = Change::from(serde_json::from_str::<Object<Person>>(text)?) else { panic!() };
    /// assert_eq!(removed.key().as_deref(), Some("b"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn key(&self) -> Option<String> {
        let names = self.names()?;
        if let Some(id) = names.id.as_deref().filter(|id| !id.contains("://") && !id.ends_with(')')) {
            return Some(id.to_owned());
        }
        let mut parts = key_parts([&names.id, &names.odata_id, &names.url].into_iter().find_map(Option::as_deref)?)?;
        parts.pop().filter(|_| parts.is_empty()).map(|(_, value)| value)
    }

    /// Returns the value of a named part of the item's key, as text without quotes: `order` of
    /// `https://…/Lines(order=1,code='a')`.
    #[must_use]
    pub fn key_part(&self, name: &str) -> Option<String> {
        let parts = key_parts(&self.id()?)?;
        parts.into_iter().find_map(|(found, value)| (found? == name).then_some(value))
    }
}

fn removal<T: Structured>(item: &Object<T>) -> Option<Removal> {
    let extra = &item.extra;
    let reason = match extra.get("@removed").or_else(|| extra.get("@odata.removed")) {
        Some(removed) => read_names(&mut extra.reader(removed.get())).and_then(|names| names.reason.clone()),
        None => {
            let context = extra.control("@odata.context", "@context")?;
            if !context.ends_with("/$deletedEntity") {
                return None;
            }
            extra.get("reason").and_then(|reason| serde_json::from_str(reason.get()).ok())
        }
    };
    Some(match reason.as_deref() {
        Some("changed") => Removal::Changed,
        Some("deleted") => Removal::Deleted,
        other => Removal::Other(other.unwrap_or_default().into()),
    })
}

fn link_kind<T: Structured>(item: &Object<T>) -> Option<LinkChangeKind> {
    let context = item.extra.control("@odata.context", "@context")?;
    match context.rsplit('/').next() {
        Some("$link") => Some(LinkChangeKind::Added),
        Some("$deletedLink") => Some(LinkChangeKind::Removed),
        _ => None,
    }
}

/// The strings that identify a removed item or the ends of a link, and say why an item was removed.
pub(super) struct Names {
    id: Option<String>,
    odata_id: Option<String>,
    url: Option<String>,
    reason: Option<String>,
    pub(super) source: Option<String>,
    pub(super) relationship: Option<String>,
    pub(super) target: Option<String>,
}

impl Structured for Names {
    const TYPE_NAME: &'static str = "removed";

    fn properties() -> &'static [&'static str] {
        &["id", "@odata.id", "@id", "reason", "source", "relationship", "target"]
    }

    fn build(from: &mut PropertyReader<'_>) -> Self {
        Self {
            id: from.property(),
            odata_id: from.property(),
            url: from.property(),
            reason: from.property(),
            source: from.property(),
            relationship: from.property(),
            target: from.property(),
        }
    }

    fn write<'a>(&'a self, to: &mut PropertyWriter<'a>) {
        to.put(&self.id);
        to.put(&self.odata_id);
        to.put(&self.url);
        to.put(&self.reason);
        to.put(&self.source);
        to.put(&self.relationship);
        to.put(&self.target);
    }
}

/// Reads a value of any form, within a limit of memory: as a document, it would take many times its text.
pub(super) fn read_names(json: &mut JsonReader<'_>) -> Option<Object<Names>> {
    Object::read_any(json).ok()
}

/// What was removed is read as an object, because it usually has no property but its `id`. So are links.
impl<P: Projection> PageItem for ProjectedChange<P> {
    fn read_item(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        Ok(Decoded::Value(match read_item_or_change(json)? {
            Ok(item) => Self::Item(item),
            Err(item) => match link_kind(&item) {
                Some(kind) => Self::Link(LinkChange { kind, item }),
                None => {
                    let reason = removal(&item).unwrap_or_else(|| Removal::Other("".into()));
                    Self::Removed(Removed { reason, item })
                }
            },
        }))
    }
}

impl<T: Structured> Value for Change<Object<T>> {
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        Ok(json.read::<Object<T>>()?.map(Self::from))
    }

    fn write(&self, json: &mut JsonWriter) {
        json.write(self.item());
    }
}

impl fmt::Display for Removal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Changed => "changed",
            Self::Deleted => "deleted",
            Self::Other(reason) => reason,
        })
    }
}
