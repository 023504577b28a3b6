use serde::de::MapAccess;

use crate::json::{Extra, Outcome, PropertyWriter, Structured, read};

/// Where a related entity is: an item of the answer to `GET …/$ref`.
#[derive(Clone, Default, PartialEq)]
pub struct Link {
    /// `@odata.id`: its URL.
    pub id: Option<String>,
    /// What else the service said of it.
    pub extra: Extra,
}

impl Structured for Link {
    const TYPE_NAME: &'static str = "$ref";
    const PROPERTIES: &'static [&'static str] = &["@odata.id"];

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }

    fn read<'de, A: MapAccess<'de>>(&mut self, _: usize, from: &mut A) -> Result<Outcome, A::Error> {
        read(from, &mut self.id)
    }

    fn write<W: PropertyWriter>(&self, to: &mut W) -> Result<(), W::Error> {
        to.put(0, &self.id)
    }
}

crate::structured!(Link);
