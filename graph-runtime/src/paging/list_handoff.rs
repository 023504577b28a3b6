use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use crate::value::{Decoded, JsonError, JsonReader, JsonWriter, Value, projection::PageItem, read_list};

/// The items of a page, between the reader and the page.
///
/// The object reader needs a [`Value`], which can be copied, compared and printed. Items of a page may be other types,
/// so copies share them, and the page takes them at once.
pub(super) struct ListHandoff<T> {
    items: Arc<Mutex<Option<Vec<T>>>>,
}

impl<T> ListHandoff<T> {
    /// Takes the items.
    pub(super) fn take(&self) -> Option<Vec<T>> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl<T: PageItem> Value for ListHandoff<T> {
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        Ok(read_list(json, T::read_item)?.map(|items| Self { items: Arc::new(Mutex::new(Some(items))) }))
    }

    fn write(&self, json: &mut JsonWriter) {
        // The page writes its items.
        json.raw("[]");
    }
}

impl<T> Clone for ListHandoff<T> {
    fn clone(&self) -> Self {
        Self { items: Arc::clone(&self.items) }
    }
}

impl<T> PartialEq for ListHandoff<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.items, &other.items)
    }
}

impl<T> fmt::Debug for ListHandoff<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ListHandoff")
    }
}
