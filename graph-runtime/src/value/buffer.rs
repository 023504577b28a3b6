//! A buffer for property values, between the order on the wire and the declared order.
//!
//! A struct is built in one expression from all of its properties, in declared order, which takes rustc half as
//! long to compile as assigning fields by name. A service sends properties in any order, so each value is read as
//! the type of its property and buffered here. Only the expression knows the types, so it is run once beforehand to
//! collect a reader for each property.

use std::{any::Any, cell::RefCell};

use serde::de::MapAccess;

use super::{
    codec::Value,
    primitive::{DateTimeOffset, Guid},
    sealed::Sealed,
    slot::{Slot, SlotOutcome, SlotSeed},
    structured::{PropertyReader, Structured},
};

/// A buffered value. The types of most properties need no box.
#[derive(Default)]
pub(super) enum Buffered {
    #[default]
    Empty,
    Text(String),
    Boolean(bool),
    Integer(i32),
    Guid(Guid),
    Instant(DateTimeOffset),
    Other(Box<dyn Any>),
}

impl Buffered {
    /// Buffers a value. The compiler knows which branch applies to `T`.
    fn put<T: 'static>(value: T) -> Self {
        let mut value = Some(value);
        let any: &mut dyn Any = &mut value;
        if let Some(text) = any.downcast_mut::<Option<String>>() {
            return text.take().map_or(Self::Empty, Self::Text);
        }
        if let Some(boolean) = any.downcast_mut::<Option<bool>>() {
            return boolean.take().map_or(Self::Empty, Self::Boolean);
        }
        if let Some(integer) = any.downcast_mut::<Option<i32>>() {
            return integer.take().map_or(Self::Empty, Self::Integer);
        }
        if let Some(guid) = any.downcast_mut::<Option<Guid>>() {
            return guid.take().map_or(Self::Empty, Self::Guid);
        }
        if let Some(instant) = any.downcast_mut::<Option<DateTimeOffset>>() {
            return instant.take().map_or(Self::Empty, Self::Instant);
        }
        Self::Other(Box::new(value))
    }

    /// Returns the value, if it is a `T`.
    fn take<T: 'static>(self) -> Option<T> {
        let mut field: Option<T> = None;
        let any: &mut dyn Any = &mut field;
        match self {
            Self::Empty => {}
            Self::Text(text) => *any.downcast_mut()? = Some(text),
            Self::Boolean(boolean) => *any.downcast_mut()? = Some(boolean),
            Self::Integer(integer) => *any.downcast_mut()? = Some(integer),
            Self::Guid(guid) => *any.downcast_mut()? = Some(guid),
            Self::Instant(instant) => *any.downcast_mut()? = Some(instant),
            Self::Other(value) => return *value.downcast::<Option<T>>().ok()?,
        }
        field
    }
}

/// Reads a property's value from a JSON object.
pub(super) type ReadProperty<A, E> = fn(&mut A, &mut Buffered) -> Result<SlotOutcome, E>;

fn read<'de, T: Value, A: MapAccess<'de>>(map: &mut A, buffered: &mut Buffered) -> Result<SlotOutcome, A::Error> {
    let mut field: Option<T> = None;
    let outcome = map.next_value_seed(SlotSeed(Slot::Field(&mut field)))?;
    *buffered = field.map_or(Buffered::Empty, Buffered::put);
    Ok(outcome)
}

/// The readers of a type's properties, and their buffered values.
pub(super) struct PropertyBuffer<A, E> {
    readers: Vec<ReadProperty<A, E>>,
    buffered: BufferStorage,
}

impl<'de, A: MapAccess<'de>> PropertyBuffer<A, A::Error> {
    pub(super) fn of<T: Structured>() -> Self {
        let count = T::properties().len();
        let mut properties = Self { readers: Vec::with_capacity(count), buffered: BufferStorage::of(count) };
        properties.collect_readers::<T>();
        properties
    }

    /// Collects the readers. Not inlined, so that no other stack frame holds the value that is built.
    #[inline(never)]
    fn collect_readers<T: Structured>(&mut self) {
        let _ = T::build(self);
    }

    /// Reads the value of a property; a repeated property replaces the earlier value. `None` if there is no such index.
    pub(super) fn read(&mut self, index: usize, map: &mut A) -> Option<Result<SlotOutcome, A::Error>> {
        let read = self.readers.get(index)?;
        let buffered = self.buffered.list.get_mut(index)?;
        Some(read(map, buffered))
    }
}

impl<A, E> PropertyBuffer<A, E> {
    /// Returns a reader of the buffered values.
    pub(super) fn into_buffered(self) -> BufferedProperties {
        BufferedProperties { buffered: self.buffered, next: 0 }
    }
}

impl<A, E> Sealed for PropertyBuffer<A, E> {}

impl<'de, A: MapAccess<'de>> PropertyReader for PropertyBuffer<A, A::Error> {
    fn property<T: Value>(&mut self) -> Option<T> {
        self.readers.push(read::<T, A>);
        None
    }
}

/// Reads buffered values in declared order.
pub(super) struct BufferedProperties {
    buffered: BufferStorage,
    next: usize,
}

impl Sealed for BufferedProperties {}

impl PropertyReader for BufferedProperties {
    fn property<T: Value>(&mut self) -> Option<T> {
        let buffered = self.buffered.list.get_mut(self.next)?;
        self.next += 1;
        std::mem::take(buffered).take()
    }
}

/// Memory for buffered values, a few thousand bytes for a large type.
///
/// It is reused: a page has thousands of objects, and allocating it anew for each took a tenth of the time to read one.
struct BufferStorage {
    list: Vec<Buffered>,
}

/// The most lists that a thread keeps; nested objects need several at once.
const KEPT: usize = 8;

/// The longest list that is kept, in values.
const LONGEST: usize = 256;

thread_local! {
    static SPARE: RefCell<Vec<Vec<Buffered>>> = const { RefCell::new(Vec::new()) };
}

impl BufferStorage {
    fn of(count: usize) -> Self {
        let mut list = SPARE.try_with(|spare| spare.try_borrow_mut().ok()?.pop()).ok().flatten().unwrap_or_default();
        list.resize_with(count, Buffered::default);
        Self { list }
    }
}

impl Drop for BufferStorage {
    /// Keeps the memory for reuse, but no values.
    fn drop(&mut self) {
        let mut list = std::mem::take(&mut self.list);
        list.clear();
        if list.capacity() > LONGEST {
            return;
        }
        // Fails if the thread is ending.
        let _ = SPARE.try_with(|spare| {
            if let Ok(mut spare) = spare.try_borrow_mut()
                && spare.len() < KEPT
            {
                spare.push(list);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::Buffered;
    use crate::value::{DateTimeOffset, Decimal, Duration, Guid};

    /// Buffers and returns a value; tells whether it was boxed.
    fn buffered<T: Clone + Debug + PartialEq + 'static>(value: T) -> bool {
        let buffered = Buffered::put(value.clone());
        let is_boxed = matches!(buffered, Buffered::Other(_));
        assert_eq!(buffered.take::<T>(), Some(value));
        is_boxed
    }

    #[test]
    fn values_are_buffered_unchanged() {
        let instant: DateTimeOffset = "9999-12-31T23:59:59.1234567+01:00".parse().unwrap();
        let guid: Guid = "06ebc4ee-1bb5-47dd-8120-11324bc54e06".parse().unwrap();
        for text in ["", "a", "\u{1f600}\0"] {
            assert!(!buffered(text.to_owned()));
            buffered(vec![text.to_owned()]);
        }
        assert!(!buffered(true) && !buffered(false));
        assert!(!buffered(0) && !buffered(i32::MIN) && !buffered(i32::MAX));
        assert!(!buffered(guid) && !buffered(Guid::nil()) && !buffered(instant));
        assert_eq!(Buffered::put(instant).take::<DateTimeOffset>().unwrap().to_string(), instant.to_string());

        assert!(buffered(1_i64) && buffered(1_u8) && buffered(1.5_f64) && buffered(f32::INFINITY));
        assert!(buffered("1.50".parse::<Decimal>().unwrap()) && buffered("P1D".parse::<Duration>().unwrap()));
        assert!(buffered(vec![guid]) && buffered(Box::new(1)) && buffered([1_u64; 100]));
        assert!(buffered(serde_json::json!({"a": [null]})));
        assert!(buffered(Some("a".to_owned())), "an option is an ordinary type");
    }

    #[test]
    fn empty_and_mismatched_values_are_none() {
        assert_eq!(Buffered::Empty.take::<String>(), None);
        assert_eq!(Buffered::Empty.take::<Vec<String>>(), None);
        assert_eq!(Buffered::put("1".to_owned()).take::<i32>(), None);
        assert_eq!(Buffered::put(1).take::<i64>(), None);
        assert_eq!(Buffered::put(1_i64).take::<i32>(), None);
        assert_eq!(Buffered::put(vec![1]).take::<Vec<i64>>(), None);
    }
}
