use crate::json::{PropertyReader, PropertyWriter, Structured};

/// Where a related entity is: an item of the answer to `GET …/$ref`.
pub struct Link {
    /// `@odata.id`: its URL.
    pub id: Option<String>,
}

impl Structured for Link {
    const TYPE_NAME: &'static str = "$ref";

    fn properties() -> &'static [&'static str] {
        &["@odata.id"]
    }

    fn build<R: PropertyReader>(from: &mut R) -> Self {
        Self { id: from.next() }
    }

    fn write<'a, W: PropertyWriter<'a>>(&'a self, to: &mut W) {
        to.put(&self.id);
    }
}
