use std::{fmt, num::NonZeroUsize};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::json::{JsonError, JsonReader};
use crate::text::{ShortLinks, names_link};

/// What an object has besides the values of its declared properties.
///
/// That is undeclared properties, annotations (`@odata.type`), nulls, and values that do not fit the declared type.
/// All of it is written back unchanged. If a declared property's field is set, the field takes precedence over an
/// entry with its name.
///
/// `Debug` shows links without path and query, which may hold tokens.
///
/// The size is one pointer; an empty `Extra` does not allocate.
///
/// ```
/// let mut extra = graph_runtime::Extra::default();
/// extra.set("customColour", "teal")?;
/// assert_eq!(extra.value("customColour"), Some(serde_json::json!("teal")));
/// extra.set_null("jobTitle");
/// assert!(extra.is_null("jobTitle"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Extra {
    inner: Option<Box<Inner>>,
}

/// The most declared properties whose nulls are stored as bits; nulls of others are entries.
const MAX_NULLS: usize = 256;

#[derive(Clone, Default)]
struct Inner {
    /// The declared properties, set by the first null.
    declared: &'static [&'static str],
    /// The declared properties that were null.
    nulls: [u64; MAX_NULLS / 64],
    /// Names and JSON texts, in the order on the wire.
    entries: Vec<(Box<str>, Box<str>)>,
    /// The most memory for a value that is read from an entry. `None` is unlimited.
    memory: Option<NonZeroUsize>,
    /// What hardly any object has, so that it takes no space in the others.
    rare: Option<Box<Rare>>,
}

#[derive(Clone, Default)]
struct Rare {
    /// Properties whose names are not Unicode: the text between the quotes, with escapes, and the JSON text.
    escaped: Vec<(Box<str>, Box<str>)>,
    /// The JSON text of the value that was sent instead of an object.
    whole: Option<Box<str>>,
    /// Why the value cannot be written.
    problem: Option<JsonError>,
    /// Whether 64-bit integers and decimal numbers may be strings.
    has_numbers_in_text: bool,
}

impl Rare {
    fn is_empty(&self) -> bool {
        self.escaped.is_empty() && self.whole.is_none() && self.problem.is_none()
    }
}

impl Extra {
    /// Creates an empty `Extra`.
    #[must_use]
    pub const fn new() -> Self {
        Self { inner: None }
    }

    /// Returns whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inner.as_ref().is_none_or(|inner| {
            inner.entries.is_empty()
                && inner.rare.as_deref().is_none_or(Rare::is_empty)
                && inner.nulls.iter().all(|bits| *bits == 0)
        })
    }

    /// Returns the JSON text of an entry, except for nulls of declared properties: see [`is_null`](Self::is_null).
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&RawValue> {
        self.text(name).and_then(raw_value)
    }

    /// Returns the JSON text of an entry, except for nulls of declared properties.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let inner = self.inner.as_ref()?;
        inner.entries.iter().rev().find(|(known, _)| **known == *name).map(|(_, raw)| &**raw)
    }

    /// Returns the value of an entry.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<serde_json::Value> {
        if self.is_null(name) {
            return Some(serde_json::Value::Null);
        }
        serde_json::from_str(self.text(name)?).ok()
    }

    /// Deserializes an entry; `None` if there is none.
    ///
    /// # Errors
    ///
    /// If the value does not fit the type.
    pub fn read<T: DeserializeOwned>(&self, name: &str) -> Option<Result<T, serde_json::Error>> {
        let raw = if self.is_null(name) { NULL } else { self.text(name)? };
        Some(serde_json::from_str(raw))
    }

    /// Returns whether an entry is an explicit `null`.
    #[must_use]
    pub fn is_null(&self, name: &str) -> bool {
        let Some(inner) = self.inner.as_ref() else { return false };
        let declared =
            inner.declared.iter().position(|known| *known == name).is_some_and(|index| inner.has_null(index));
        declared || self.text(name) == Some(NULL)
    }

    /// Sets the value of an entry, which is sent with the object.
    ///
    /// # Errors
    ///
    /// If the value cannot be serialized as JSON.
    pub fn set(&mut self, name: &str, value: impl Serialize) -> Result<(), serde_json::Error> {
        let text = serde_json::to_string(&value)?;
        self.remove(name);
        self.push(name.into(), text.into());
        Ok(())
    }

    /// Sets an entry to an explicit `null`; if the declared property's field is set, the field takes precedence.
    pub fn set_null(&mut self, name: &str) {
        self.remove(name);
        self.push(name.into(), NULL.into());
    }

    /// Removes an entry.
    pub fn remove(&mut self, name: &str) {
        if let Some(inner) = self.inner.as_mut() {
            inner.entries.retain(|(known, _)| **known != *name);
            if let Some(index) = inner.declared.iter().position(|known| *known == name) {
                inner.set_null(index, false);
            }
        }
    }

    /// Iterates over names and JSON texts; nulls of declared properties come first.
    ///
    /// A name that is not Unicode (`"\\ud83d"`) is given as it was sent, with its escapes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.texts().filter_map(|(name, text)| Some((name, raw_value(text)?)))
    }

    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let inner = self.inner.as_deref();
        let nulls = inner.into_iter().flat_map(Inner::null_names).map(|name| (name, NULL));
        let entries = inner
            .into_iter()
            .flat_map(|inner| inner.entries.iter().chain(inner.rare.iter().flat_map(|rare| &rare.escaped)));
        nulls.chain(entries.map(|(name, raw)| (&**name, &**raw)))
    }

    /// Iterates over the names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.texts().map(|(name, _)| name)
    }

    /// Returns the value that was sent instead of an object.
    #[must_use]
    pub fn whole(&self) -> Option<&RawValue> {
        self.whole_text().and_then(raw_value)
    }

    pub(crate) fn whole_text(&self) -> Option<&str> {
        self.rare()?.whole.as_deref()
    }

    /// Returns the name of the type without `#` and what precedes it: `@odata.type`, or `@type` in OData 4.01.
    #[must_use]
    pub fn odata_type(&self) -> Option<String> {
        let name = self.control("@odata.type", "@type")?;
        // A type of another document is a URL with its name as the fragment.
        Some(name.rsplit_once('#').map(|(_, name)| name.to_owned()).unwrap_or(name))
    }

    /// Returns the ETag: `@odata.etag`, or `@etag` in OData 4.01.
    #[must_use]
    pub fn etag(&self) -> Option<String> {
        self.control("@odata.etag", "@etag")
    }

    /// Returns control information, whose prefix is optional since OData 4.01: OData JSON Format 4.01, section 4.5.
    pub(crate) fn control(&self, prefixed: &str, short: &str) -> Option<String> {
        let read = |name: &str| self.read::<String>(name)?.ok();
        read(prefixed).or_else(|| read(short))
    }

    pub(super) fn push(&mut self, name: Box<str>, text: Box<str>) {
        self.inner.get_or_insert_default().entries.push((name, text));
    }

    /// Keeps a property whose name is not Unicode.
    pub(super) fn push_escaped(&mut self, name: Box<str>, text: Box<str>) {
        self.rare_mut().escaped.push((name, text));
    }

    pub(super) fn set_whole(&mut self, text: Box<str>) {
        self.rare_mut().whole = Some(text);
    }

    /// Keeps why the value cannot be written.
    pub(super) fn set_problem(&mut self, problem: JsonError) {
        self.rare_mut().problem = Some(problem);
    }

    pub(super) fn problem(&self) -> Option<&JsonError> {
        self.rare()?.problem.as_ref()
    }

    /// Records that a declared property was null. Returns the memory that it takes.
    pub(super) fn push_null(&mut self, declared: &'static [&'static str], index: usize) -> usize {
        let inner = self.inner.get_or_insert_default();
        if index < MAX_NULLS {
            inner.declared = declared;
            inner.set_null(index, true);
            return 0;
        }
        let Some(name) = declared.get(index) else { return 0 };
        inner.entries.push(((*name).into(), NULL.into()));
        entry_size(name, NULL)
    }

    fn rare(&self) -> Option<&Rare> {
        self.inner.as_ref()?.rare.as_deref()
    }

    fn rare_mut(&mut self) -> &mut Rare {
        self.inner.get_or_insert_default().rare.get_or_insert_default()
    }

    /// Sets the most memory for a value that is read from an entry.
    pub(super) fn limit_memory(&mut self, bytes: usize) {
        if let Some(inner) = &mut self.inner {
            inner.memory = NonZeroUsize::new(bytes);
        }
    }

    /// Returns the most memory for a value that is read from an entry: the limit of the response that it is from.
    fn memory_limit(&self) -> usize {
        self.inner.as_ref().and_then(|inner| inner.memory).map_or(usize::MAX, NonZeroUsize::get)
    }

    /// Records that 64-bit integers and decimal numbers of the entries may be strings.
    pub(super) fn accept_numbers_in_text(&mut self) {
        if let Some(inner) = &mut self.inner {
            inner.rare.get_or_insert_default().has_numbers_in_text = true;
        }
    }

    /// Returns a reader for the text of an entry, with the settings of the response that it is from.
    pub(crate) fn reader<'a>(&self, text: &'a str) -> JsonReader<'a> {
        let has_numbers_in_text = self.rare().is_some_and(|rare| rare.has_numbers_in_text);
        JsonReader::with_memory(text, self.memory_limit()).with_numbers_in_text(has_numbers_in_text)
    }

    /// Returns what to write for a declared property whose field is empty.
    pub(super) fn fallback(&self, declared: &'static [&'static str], index: usize) -> Option<&str> {
        let inner = self.inner.as_ref()?;
        let name = declared.get(index)?;
        let is_null = if is_same(inner.declared, declared) { inner.has_null(index) } else { self.is_null(name) };
        if is_null { Some(NULL) } else { self.text(name) }
    }

    /// Returns the nulls of properties that a type does not declare, for an `Extra` that was moved from a value of
    /// another type.
    pub(super) fn foreign_nulls(&self, declared: &'static [&'static str]) -> impl Iterator<Item = &'static str> {
        let inner = self.inner.as_deref().filter(|inner| !is_same(inner.declared, declared));
        inner.into_iter().flat_map(Inner::null_names).filter(|name| !declared.contains(name))
    }

    /// Returns the memory that it takes besides its entries.
    pub(super) fn fixed_size(&self) -> usize {
        if self.inner.is_some() { size_of::<Inner>() } else { 0 }
    }

    pub(super) fn entries(&self) -> &[(Box<str>, Box<str>)] {
        self.inner.as_ref().map_or(&[], |inner| &inner.entries)
    }

    pub(super) fn escaped(&self) -> &[(Box<str>, Box<str>)] {
        self.rare().map_or(&[], |rare| &rare.escaped)
    }
}

const NULL: &str = "null";

/// Returns the memory that an entry takes.
pub(super) const fn entry_size(name: &str, text: &str) -> usize {
    /// The pointers, in a vector that has grown, and what the allocator adds.
    const FIXED: usize = 64;
    name.len() + text.len() + FIXED
}

/// Returns a text as serde_json's type. Every text was checked when it was read, so there always is one.
fn raw_value(text: &str) -> Option<&RawValue> {
    serde_json::from_str(text).ok()
}

/// Returns whether two tables are the same. If not, names are compared: a constant may have several addresses.
fn is_same(left: &'static [&'static str], right: &'static [&'static str]) -> bool {
    std::ptr::eq(left, right)
}

impl Inner {
    fn null_names(&self) -> impl Iterator<Item = &'static str> {
        let declared = self.declared.iter().take(MAX_NULLS).enumerate();
        declared.filter(|(index, _)| self.has_null(*index)).map(|(_, name)| *name)
    }

    fn has_null(&self, index: usize) -> bool {
        self.nulls.get(index / 64).is_some_and(|bits| bits & (1 << (index % 64)) != 0)
    }

    fn set_null(&mut self, index: usize, is_null: bool) {
        if let Some(bits) = self.nulls.get_mut(index / 64) {
            let bit = 1 << (index % 64);
            *bits = if is_null { *bits | bit } else { *bits & !bit };
        }
    }
}

impl PartialEq for Extra {
    /// Compares names and JSON texts, in any order.
    fn eq(&self, other: &Self) -> bool {
        fn sorted(extra: &Extra) -> Vec<(&str, &str)> {
            let mut list: Vec<(&str, &str)> = extra.texts().collect();
            list.sort_unstable();
            list
        }
        match (&self.inner, &other.inner) {
            (None, None) => true,
            _ => {
                self.whole_text() == other.whole_text()
                    && self.problem() == other.problem()
                    && sorted(self) == sorted(other)
            }
        }
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(whole) = self.whole_text() {
            return fmt::Display::fmt(&ShortLinks(whole), f);
        }
        let mut map = f.debug_map();
        for (name, text) in self.texts() {
            match names_link(name) {
                true => map.entry(&name, &ShortLinks(text)),
                false => map.entry(&name, &format_args!("{}", ShortLinks(text))),
            };
        }
        map.finish()
    }
}
