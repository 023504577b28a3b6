use std::{
    any::type_name,
    fmt,
    ops::{Deref, DerefMut},
    slice,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    codec::Value,
    copy::{copy, is_equal},
    extra::Extra,
    sealed::Sealed,
    structured::{NoValues, Structured, StructuredCodec, read_structured},
    writer::{PropertyWriter, write_object},
};

/// A value of a structured type: the declared properties, to which it dereferences, and an [`Extra`] with
/// everything else.
///
/// What was read is written back as equal JSON.
///
/// ```
/// # use graph_runtime::codegen as rt;
/// # struct License { sku_id: Option<String> }
/// # impl rt::Structured for License {
/// #     const TYPE_NAME: &'static str = "example.license";
/// #     fn properties() -> &'static [&'static str] { &["skuId"] }
/// #     fn build<R: rt::PropertyReader>(from: &mut R) -> Self { Self { sku_id: from.property() } }
/// #     fn write<'a, W: rt::PropertyWriter<'a>>(&'a self, to: &mut W) { to.put(&self.sku_id); }
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
    pub(super) value: T,
    /// Undeclared properties, annotations, nulls, and values that do not fit the declared type.
    pub extra: Extra,
}

/// Returns a value with all declared properties empty. Generated types use this for `Default`.
#[must_use]
pub fn empty<T: Structured>() -> T {
    T::build(&mut NoValues)
}

impl<T> Object<T> {
    /// Creates an object with an empty `extra`.
    pub const fn new(value: T) -> Self {
        Self { value, extra: Extra::new() }
    }

    /// Returns the declared properties; everything in `extra` is dropped.
    ///
    /// This is an associated function so that it cannot hide a field or method of `T`: `Object::into_value(user)`.
    pub fn into_value(object: Self) -> T {
        object.value
    }
}

impl<T> From<T> for Object<T> {
    fn from(value: T) -> Self {
        Self::new(value)
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
        &self.value
    }
}

impl<T> DerefMut for Object<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Structured> Clone for Object<T> {
    fn clone(&self) -> Self {
        copy(self)
    }
}

impl<T: Structured> PartialEq for Object<T> {
    fn eq(&self, other: &Self) -> bool {
        is_equal(self, other)
    }
}

impl<T: Structured> fmt::Debug for Object<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The type's name without its path and type parameters.
        let path = type_name::<T>().split('<').next().unwrap_or_default();
        debug_object(self, path.rsplit("::").next().unwrap_or_default(), f)
    }
}

impl<T: Structured> Serialize for Object<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_object(&self.value, &self.extra, serializer)
    }
}

impl<'de, T: Structured> Deserialize<'de> for Object<T> {
    /// Reads `null` as an empty value that is written back as `null`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut field = None;
        read_structured(&mut field, deserializer)?;
        Ok(field.unwrap_or_default())
    }
}

impl<T: Structured> Value for Object<T> {
    type Codec = StructuredCodec;
}

/// Formats the properties that are set, with their names on the wire.
pub(crate) fn debug_object<T: Structured>(object: &Object<T>, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut writer = DebugWriter { list: f.debug_struct(name), names: T::properties().iter() };
    object.value.write(&mut writer);
    if !object.extra.is_empty() {
        writer.list.field("extra", &object.extra);
    }
    writer.list.finish()
}

struct DebugWriter<'a, 'b> {
    list: fmt::DebugStruct<'a, 'b>,
    names: slice::Iter<'static, &'static str>,
}

impl Sealed for DebugWriter<'_, '_> {}

impl PropertyWriter<'_> for DebugWriter<'_, '_> {
    fn put<T: Value>(&mut self, value: &Option<T>) {
        let name = self.names.next();
        if let Some((name, value)) = name.zip(value.as_ref()) {
            self.list.field(name, value);
        }
    }
}
