use super::{get::Get, list::List};
use crate::{
    parts::Resource,
    value::{PropertyReader, PropertyWriter, Structured},
};

/// A reference to a related entity: an item of the response to `GET …/$ref`.
pub struct Link {
    /// The URL of the entity (`@odata.id`).
    pub id: Option<String>,
}

impl Structured for Link {
    const TYPE_NAME: &'static str = "$ref";

    fn properties() -> &'static [&'static str] {
        &["@odata.id"]
    }

    fn build(from: &mut PropertyReader<'_>) -> Self {
        Self { id: from.property() }
    }

    fn write<'a>(&'a self, to: &mut PropertyWriter<'a>) {
        to.put(&self.id);
    }
}

impl Get<Link> {
    /// Creates a request for the reference to an entity, for generated code.
    pub fn reference(resource: &Resource, name: &'static str) -> Self {
        Self::new(&resource.child("$ref"), name, &[])
    }
}

impl List<Link> {
    /// Creates a request for the references of a collection, for generated code.
    pub fn references(resource: &Resource, name: &'static str) -> Self {
        Self::new(&resource.child("$ref"), name, &[])
    }
}
