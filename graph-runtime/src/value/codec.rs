use std::fmt;

use serde::{Serialize, Serializer, ser::Error as _};

use super::{
    field::Field,
    json::{JsonError, JsonReader, JsonWriter, serialize_text},
    slot::Slot,
};

/// A type that a property, parameter or collection item can have.
///
/// The types of this crate implement it. Implement it for a type of your own that generated code should use:
///
/// ```
/// use graph_runtime::codec::{Decoded, JsonError, JsonReader, JsonWriter, Value, from_json, to_json};
///
/// /// A colour: `"#ff8000"`.
/// #[derive(Clone, Debug, PartialEq)]
/// struct Colour(u32);
///
/// impl Value for Colour {
///     fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
///         let text = json.text()?;
///         let digits = text.as_deref().and_then(|text| text.strip_prefix('#')).filter(|digits| digits.len() == 6);
///         let number = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
///         Ok(number.map_or_else(|| json.misfit("a colour"), |number| Decoded::Value(Self(number))))
///     }
///
///     fn write(&self, json: &mut JsonWriter) {
///         json.text(&format!("#{:06x}", self.0));
///     }
/// }
///
/// assert_eq!(from_json::<Colour>("\"#ff8000\"")?, Decoded::Value(Colour(0xff8000)));
/// assert_eq!(to_json(&Colour(0xff8000))?, "\"#ff8000\"");
/// # Ok::<(), JsonError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a property can have",
    label = "expected a type that implements `graph_runtime::codec::Value`",
    note = "a type that `map_type` names (`types` in `graph!`) implements `graph_runtime::codec::Value`",
    note = "generated structs are values as `Object<…>`, and generated enums as `Member<…>`"
)]
pub trait Value: Clone + fmt::Debug + PartialEq + Send + Sync + Sized + 'static {
    /// Reads a value other than `null`.
    ///
    /// Reading does not fail because of a value. One that does not fit the type is a [`Decoded::Misfit`]; its text is
    /// kept in [`Extra`](crate::Extra), wherever the reader stopped. Any other value should be written as JSON equal to
    /// what was read.
    ///
    /// # Errors
    ///
    /// Those of the reader, for text that is not valid JSON.
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError>;

    /// Writes the value.
    fn write(&self, json: &mut JsonWriter);

    /// Reads a value into a slot.
    #[doc(hidden)]
    fn read_slot(json: &mut JsonReader<'_>) -> Result<Slot, JsonError> {
        read_slot::<Self>(json)
    }

    /// Stores a value in a slot.
    #[doc(hidden)]
    fn into_slot(self) -> Slot {
        Slot::other(self)
    }

    /// Returns the value of a slot.
    #[doc(hidden)]
    fn from_slot(slot: Slot) -> Option<Self> {
        slot.into_other()
    }

    /// Returns a property's value without its type.
    #[doc(hidden)]
    fn as_field(value: &Option<Self>) -> &dyn Field {
        value
    }

    /// Returns the form of the type in JSON, for schemas.
    #[cfg(any(feature = "schemars", feature = "utoipa"))]
    #[doc(hidden)]
    fn shape() -> super::schema::Shape {
        super::schema::Shape::of::<Self>()
    }
}

/// Reads a value into a slot, with [`Value::read`].
pub(super) fn read_slot<T: Value>(json: &mut JsonReader<'_>) -> Result<Slot, JsonError> {
    Ok(match T::read(json)? {
        Decoded::Value(value) => value.into_slot(),
        Decoded::Null => Slot::Null,
        Decoded::Misfit => Slot::Misfit(Box::default()),
    })
}

/// Implements the hidden methods of [`Value`] for a type that is not generic, so that they are compiled in this crate.
///
/// The argument is the variant of [`Slot`] that holds values of the type, if there is one.
macro_rules! compiled_here {
    ($($slot:ident)?) => {
        fn read_slot(
            json: &mut $crate::value::json::JsonReader<'_>,
        ) -> Result<$crate::value::slot::Slot, $crate::value::json::JsonError> {
            $crate::value::codec::read_slot::<Self>(json)
        }

        $(
            fn into_slot(self) -> $crate::value::slot::Slot {
                $crate::value::slot::Slot::$slot(self)
            }

            fn from_slot(slot: $crate::value::slot::Slot) -> Option<Self> {
                if let $crate::value::slot::Slot::$slot(value) = slot { Some(value) } else { None }
            }
        )?

        fn as_field(value: &Option<Self>) -> &dyn $crate::value::field::Field {
            value
        }
    };
}

pub(super) use compiled_here;

/// The result of reading a [`Value`].
#[derive(Clone, Debug, PartialEq)]
pub enum Decoded<T> {
    /// A value of the declared type.
    Value(T),
    /// A `null`.
    Null,
    /// A value that does not fit the declared type. [`JsonReader::misfit`] also records what was expected.
    Misfit,
}

impl<T> Decoded<T> {
    /// Applies a function to a value.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Decoded<U> {
        match self {
            Self::Value(value) => Decoded::Value(convert(value)),
            Self::Null => Decoded::Null,
            Self::Misfit => Decoded::Misfit,
        }
    }
}

/// Reads a value from JSON text.
///
/// # Errors
///
/// If the text is not valid JSON.
pub fn from_json<T: Value>(text: &str) -> Result<Decoded<T>, JsonError> {
    let mut json = JsonReader::new(text);
    let start = json.position();
    let read = T::read(&mut json)?;
    if let Decoded::Misfit = read {
        json.go_to(start);
        json.raw()?;
    }
    json.end()?;
    Ok(read)
}

/// Writes a value as JSON text.
///
/// # Errors
///
/// If a value of your own cannot be written.
pub fn to_json<T: Value>(value: &T) -> Result<String, JsonError> {
    let mut json = JsonWriter::default();
    value.write(&mut json);
    json.finish_text()
}

/// Implements serde's `Serialize` for a [`Value`].
#[derive(Clone, Copy, Debug)]
pub struct AsSerialize<'a, T>(pub &'a T);

impl<T: Value> Serialize for AsSerialize<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_text(&to_json(self.0).map_err(S::Error::custom)?, serializer)
    }
}

/// Any JSON value. A value that this type cannot hold (a number beyond a double, more than 127 levels) is a misfit.
impl Value for serde_json::Value {
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        let raw = json.raw()?;
        json.charge(memory_of_value(raw))?;
        Ok(match serde_json::from_str(raw) {
            Ok(Self::Null) => Decoded::Null,
            Ok(value) => Decoded::Value(value),
            Err(_) => Decoded::Misfit,
        })
    }

    fn write(&self, json: &mut JsonWriter) {
        json.serialize(self);
    }

    compiled_here!();
}

/// Checks that a text takes at most so many bytes of memory as a [`serde_json::Value`].
pub(crate) fn charge_json(text: &str, limit: usize) -> Result<(), JsonError> {
    JsonReader::with_memory(text, limit).charge(memory_of_value(text))
}

/// Returns the most memory that a text takes as a [`serde_json::Value`], which is up to eighty times its length.
fn memory_of_value(raw: &str) -> usize {
    /// An item of a vector that has grown.
    const ITEM: usize = 2 * size_of::<serde_json::Value>();
    /// The smallest vector.
    const ARRAY: usize = 4 * size_of::<serde_json::Value>();
    /// A node of a B-tree, which has room for eleven entries.
    const OBJECT: usize = 11 * (size_of::<String>() + size_of::<serde_json::Value>());
    let (mut memory, mut bytes) = (raw.len(), raw.bytes().peekable());
    while let Some(byte) = bytes.next() {
        memory += match byte {
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'"' => break,
                        b'\\' => drop(bytes.next()),
                        _ => {}
                    }
                }
                0
            }
            b'[' if bytes.peek() != Some(&b']') => ARRAY,
            b'{' if bytes.peek() != Some(&b'}') => OBJECT,
            // Nodes may be half empty, so that an entry takes as much as two items.
            b',' | b':' => ITEM,
            _ => 0,
        };
    }
    memory
}

/// An item of a collection whose items may be `null`.
impl<T: Value> Value for Option<T> {
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        Ok(match T::read(json)? {
            Decoded::Value(value) => Decoded::Value(Some(value)),
            Decoded::Null => Decoded::Value(None),
            Decoded::Misfit => Decoded::Misfit,
        })
    }

    fn write(&self, json: &mut JsonWriter) {
        match self {
            Some(value) => value.write(json),
            None => json.raw("null"),
        }
    }

    #[cfg(any(feature = "schemars", feature = "utoipa"))]
    fn shape() -> super::schema::Shape {
        super::schema::Shape::Nullable(Box::new(T::shape()))
    }
}

/// A collection. If one item is a misfit, or null and not an `Option`, the whole collection is.
impl<T: Value> Value for Vec<T> {
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        read_list(json, T::read)
    }

    fn write(&self, json: &mut JsonWriter) {
        json.raw("[");
        for (index, item) in self.iter().enumerate() {
            if index > 0 {
                json.raw(",");
            }
            item.write(json);
        }
        json.raw("]");
    }

    #[cfg(any(feature = "schemars", feature = "utoipa"))]
    fn shape() -> super::schema::Shape {
        super::schema::Shape::List(Box::new(T::shape()))
    }
}

/// Reads a collection with a function that reads an item.
pub(crate) fn read_list<'a, T>(
    json: &mut JsonReader<'a>,
    read_item: impl Fn(&mut JsonReader<'a>) -> Result<Decoded<T>, JsonError>,
) -> Result<Decoded<Vec<T>>, JsonError> {
    let mut list = Vec::new();
    let mut at = json.position();
    let mut has_more = match begin_list(json)? {
        ListStart::Items => true,
        ListStart::Empty => false,
        ListStart::Null => return Ok(Decoded::Null),
        ListStart::Other => {
            json.note_misfit(at, "an array");
            return Ok(Decoded::Misfit);
        }
    };
    while has_more {
        at = json.position();
        match read_item(json)? {
            Decoded::Value(item) => list.push(item),
            Decoded::Null => {
                json.note_misfit(at, "a value other than `null`");
                return Ok(Decoded::Misfit);
            }
            Decoded::Misfit => return Ok(Decoded::Misfit),
        }
        has_more = next_item(json, size_of::<T>())?;
    }
    json.leave();
    Ok(Decoded::Value(list))
}

/// How the value of a collection begins.
enum ListStart {
    /// It is an array with items.
    Items,
    /// It is an empty array, which was read.
    Empty,
    /// It is `null`, which was read.
    Null,
    /// It is another value.
    Other,
}

/// Enters an array.
fn begin_list(json: &mut JsonReader<'_>) -> Result<ListStart, JsonError> {
    match json.peek() {
        b'[' => {
            json.enter()?;
            Ok(if json.is_empty(b']') { ListStart::Empty } else { ListStart::Items })
        }
        b'n' => json.token().map(|_| ListStart::Null),
        _ => Ok(ListStart::Other),
    }
}

fn next_item(json: &mut JsonReader<'_>, size: usize) -> Result<bool, JsonError> {
    json.charge(size)?;
    json.next_entry(b']')
}
