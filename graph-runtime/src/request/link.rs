use super::{get::Get, list::List};
use crate::{
    parts::Resource,
    value::{PropertyReader, PropertyWriter, Structured},
};

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
        Self { id: from.property() }
    }

    fn write<'a, W: PropertyWriter<'a>>(&'a self, to: &mut W) {
        to.put(&self.id);
    }
}

impl Get<Link> {
    /// Reads where an entity is. Generated code calls this.
    pub fn reference(resource: &Resource, name: &'static str) -> Self {
        Self::new(&resource.child("$ref"), name, &[])
    }
}

impl List<Link> {
    /// Reads where the entities of a collection are. Generated code calls this.
    pub fn references(resource: &Resource, name: &'static str) -> Self {
        Self::new(&resource.child("$ref"), name, &[])
    }
}
