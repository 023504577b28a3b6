use std::{
    any::{Any, TypeId, type_name},
    fmt,
    ops::{Deref, DerefMut},
    sync::Arc,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::Error as _};

use super::{
    codec::{Decoded, Value, to_json},
    contents::{self, Contents},
    extra::Extra,
    json::{JsonError, JsonReader, JsonWriter, serialize_text},
    object_reader::ObjectType,
    property_reader::PropertyReader,
    property_writer::fields,
    raw::raw_text,
    slot::Slot,
    structured::Structured,
};

/// A value of a structured type: the declared properties, to which it dereferences, and an [`Extra`] with
/// everything else.
///
/// What was read is written back as equal JSON. `Debug` shows links without path and query, which may hold tokens.
///
/// An object takes 16 bytes; its properties are on the heap. Clones share them until one is changed, and so do the
/// objects of a response in which no declared property is set.
///
/// ```
/// # use graph_runtime::codegen as rt;
/// # struct License { sku_id: Option<String> }
/// # impl rt::Structured for License {
/// #     const TYPE_NAME: &'static str = "example.license";
/// #     fn properties() -> &'static [&'static str] { &["skuId"] }
/// #     fn build(from: &mut rt::PropertyReader<'_>) -> Self { Self { sku_id: from.property() } }
/// #     fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.sku_id); }
/// # }
/// use graph_runtime::{Object, empty};
///
/// let mut license: Object<License> = serde_json::from_str(r#"{"skuId": "E5", "color": "teal"}"#)?;
/// assert_eq!(license.sku_id.as_deref(), Some("E5"));
/// assert_eq!(license.extra.value("color"), Some("teal".into()));
/// license.sku_id = None;
/// assert_eq!(serde_json::to_string(&license)?, r#"{"color":"teal"}"#);
///
/// // A new value; properties that are not named are empty.
/// let license = Object::new(License { sku_id: Some("E3".to_owned()), ..empty() });
/// assert_eq!(serde_json::to_string(&license)?, r#"{"skuId":"E3"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct Object<T> {
    contents: Arc<Contents<T>>,
    /// Undeclared properties, annotations, nulls, and values that do not fit the declared type.
    pub extra: Extra,
}

/// Returns a value with all declared properties empty. Generated types use this for `Default`.
#[must_use]
pub fn empty<T: Structured>() -> T {
    T::build(&mut PropertyReader::empty())
}

impl<T> Object<T> {
    /// Creates an object with an empty `extra`.
    pub fn new(value: T) -> Self {
        Self { contents: Arc::new(Contents(value)), extra: Extra::new() }
    }
}

impl<T: Structured> Object<T> {
    /// Returns an object that is sent as `null`: an argument of a function, or a parameter of an action, that is
    /// declared as nullable.
    ///
    /// Its declared properties are empty; one that is set is sent instead.
    ///
    /// ```
    /// # use graph_runtime::codegen as rt;
    /// # struct License { sku_id: Option<String> }
    /// # impl rt::Structured for License {
    /// #     const TYPE_NAME: &'static str = "example.license";
    /// #     fn properties() -> &'static [&'static str] { &["skuId"] }
    /// #     fn build(from: &mut rt::PropertyReader<'_>) -> Self { Self { sku_id: from.property() } }
    /// #     fn write<'a>(&'a self, to: &mut rt::PropertyWriter<'a>) { to.put(&self.sku_id); }
    /// # }
    /// use graph_runtime::Object;
    ///
    /// // service.offers().cheapest(&Object::null())
    /// assert_eq!(serde_json::to_string(&Object::<License>::null())?, "null");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn null() -> Self {
        let mut object = Self::default();
        object.extra.set_whole("null".into());
        object
    }

    /// Returns the declared properties; everything in `extra` is dropped.
    ///
    /// This is an associated function so that it cannot hide a field or method of `T`: `Object::into_value(user)`.
    #[must_use]
    pub fn into_value(object: Self) -> T {
        Arc::unwrap_or_clone(object.contents).0
    }

    fn object_type() -> ObjectType {
        ObjectType {
            id: TypeId::of::<T>(),
            type_name: T::TYPE_NAME,
            names: T::properties(),
            build: build::<T>,
            size: size_of::<Contents<T>>(),
        }
    }

    /// Reads an object; `null` is an empty one that is written back as `null`.
    pub(crate) fn read_any(json: &mut JsonReader<'_>) -> Result<Self, JsonError> {
        let of = Self::object_type();
        let slot = if json.peek() == b'n' { json.whole(&of)? } else { json.object(&of)? };
        Ok(Self::from_slot(slot).unwrap_or_default())
    }
}

/// Builds a value without naming its type. Not inlined, so that no stack frame holds it while others are read.
#[inline(never)]
fn build<T: Structured>(from: &mut PropertyReader<'_>) -> Arc<dyn Any + Send + Sync> {
    Arc::new(Contents(T::build(from)))
}

impl<T: Structured> Value for Object<T> {
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        Ok(match Self::from_slot(json.object(&Self::object_type())?) {
            Some(object) => Decoded::Value(object),
            None => Decoded::Null,
        })
    }

    fn write(&self, json: &mut JsonWriter) {
        let type_name = T::SENDS_TYPE.then_some(T::TYPE_NAME);
        contents::write(type_name, T::properties(), fields::<T>(self), &self.extra, json);
    }

    fn read_slot(json: &mut JsonReader<'_>) -> Result<Slot, JsonError> {
        json.object(&Self::object_type())
    }

    fn into_slot(self) -> Slot {
        Slot::Object(self.contents, self.extra)
    }

    fn from_slot(slot: Slot) -> Option<Self> {
        let (contents, extra) = slot.into_object()?;
        match contents.downcast() {
            Ok(contents) => Some(Self { contents, extra }),
            Err(_) => None,
        }
    }

    #[cfg(any(feature = "schemars", feature = "utoipa"))]
    fn shape() -> super::schema::Shape {
        super::schema::Shape::of_object::<T>()
    }
}

impl<T: Structured> Default for Object<T> {
    fn default() -> Self {
        Self::new(empty())
    }
}

impl<T> Deref for Object<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.contents.0
    }
}

impl<T: Structured> DerefMut for Object<T> {
    /// Copies the properties first if another object shares them.
    fn deref_mut(&mut self) -> &mut T {
        &mut Arc::make_mut(&mut self.contents).0
    }
}

impl<T> Clone for Object<T> {
    fn clone(&self) -> Self {
        Self { contents: Arc::clone(&self.contents), extra: self.extra.clone() }
    }
}

impl<T: Structured> PartialEq for Object<T> {
    fn eq(&self, other: &Self) -> bool {
        contents::is_equal(fields::<T>(self), fields::<T>(other)) && self.extra == other.extra
    }
}

impl<T: Structured> fmt::Debug for Object<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_object(self, type_name::<T>(), f)
    }
}

/// Formats an object with the name of a type.
pub(crate) fn debug_object<T: Structured>(object: &Object<T>, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    contents::format(name, T::properties(), fields::<T>(object), &object.extra, f)
}

impl<T: Structured> Serialize for Object<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_text(&to_json(self).map_err(S::Error::custom)?, serializer)
    }
}

impl<'de, T: Structured> Deserialize<'de> for Object<T> {
    /// Reads `null` as an empty value that is written back as `null`.
    ///
    /// The value is first taken as JSON text, from any format, and then read as a response is.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = raw_text(deserializer)?;
        Self::read_any(&mut JsonReader::new(text.get())).map_err(D::Error::custom)
    }
}
