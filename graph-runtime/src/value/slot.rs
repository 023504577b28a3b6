use super::{Outcome, Read};

/// Where a value is to be: see [`Form::read_into`](super::Form::read_into).
#[derive(Debug)]
pub enum Slot<'a, T> {
    /// A property's field.
    Field(&'a mut Option<T>),
    /// The end of a collection.
    Item(&'a mut Vec<T>),
}

impl<'a, T> Slot<'a, T> {
    /// Puts a value there, and says where it is.
    pub fn put(self, value: T) -> &'a mut T {
        match self {
            Self::Field(field) => field.insert(value),
            Self::Item(list) => {
                let index = list.len();
                list.push(value);
                &mut list[index]
            }
        }
    }

    /// Puts there what was read, if it fits. A field is empty otherwise.
    pub(super) fn settle(self, read: Read<T>) -> Outcome {
        match read {
            Read::Value(value) => {
                self.put(value);
                Outcome::Set
            }
            Read::Null => {
                self.clear();
                Outcome::Null
            }
            Read::Misfit(raw) => {
                self.clear();
                Outcome::Misfit(raw)
            }
        }
    }

    /// Empties a field; a collection stays as it is.
    pub(super) fn clear(self) {
        if let Self::Field(field) = self {
            *field = None;
        }
    }
}
