use crate::json::{Extra, PropertyReader, PropertyWriter, Structured};

/// Where a related entity is: an item of the answer to `GET …/$ref`.
#[derive(Default)]
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

    fn read<R: PropertyReader>(&mut self, _: usize, from: &mut R) {
        from.read(&mut self.id);
    }

    fn write<'a, W: PropertyWriter<'a>>(&'a self, to: &mut W) {
        to.put(0, &self.id);
    }
}

crate::structured!(Link);
