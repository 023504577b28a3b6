use serde::de::{IgnoredAny, MapAccess};

use super::{Outcome, Slot, Value, outcome::SlotSeed};

/// Fills the field of one declared property of a [`Structured`](super::Structured) type.
pub trait PropertyReader {
    /// Takes the field of the property.
    fn read<T: Value>(&mut self, field: &mut Option<T>);
}

/// Fills a field from the current value of a JSON object.
pub(super) struct JsonReader<'m, 'de, A: MapAccess<'de>> {
    map: &'m mut A,
    outcome: Option<Result<Outcome, A::Error>>,
}

impl<'m, 'de, A: MapAccess<'de>> JsonReader<'m, 'de, A> {
    pub(super) fn new(map: &'m mut A) -> Self {
        Self { map, outcome: None }
    }

    /// What became of the value. One that no field asked for is passed over.
    pub(super) fn outcome(self) -> Result<Outcome, A::Error> {
        match self.outcome {
            Some(outcome) => outcome,
            None => self.map.next_value::<IgnoredAny>().map(|_| Outcome::Set),
        }
    }
}

impl<'de, A: MapAccess<'de>> PropertyReader for JsonReader<'_, 'de, A> {
    fn read<T: Value>(&mut self, field: &mut Option<T>) {
        self.outcome = Some(self.map.next_value_seed(SlotSeed(Slot::Field(field))));
    }
}
