//! What readers leave for the next one on their thread.

use std::cell::RefCell;

use super::{object_reader::ObjectTables, projection::Shapes, slot::Slot};

/// What is known of types, and memory for properties: kilobytes that every call would otherwise allocate.
#[derive(Debug, Default)]
pub(super) struct Spare {
    pub(super) tables: ObjectTables,
    pub(super) shapes: Shapes,
    pub(super) slots: Vec<Slot>,
}

/// The most types to remember.
const MAX_TABLES: usize = 64;

/// The most slots to keep.
const MAX_SLOTS: usize = 1024;

thread_local! {
    static SPARE: RefCell<Option<Spare>> = const { RefCell::new(None) };
}

impl Spare {
    /// Takes what another reader left. Fails if the thread is ending.
    pub(super) fn take() -> Self {
        SPARE.try_with(|spare| spare.try_borrow_mut().ok()?.take()).ok().flatten().unwrap_or_default()
    }

    /// Leaves this for the next reader, without values.
    pub(super) fn leave(mut self) {
        self.slots.clear();
        if self.tables.len() + self.shapes.len() > MAX_TABLES || self.slots.capacity() > MAX_SLOTS {
            return;
        }
        let _ = SPARE.try_with(|spare| {
            if let Ok(mut spare) = spare.try_borrow_mut() {
                *spare = Some(self);
            }
        });
    }
}
