use super::{get::Get, list::List};
use crate::{
    parts::Resource,
    value::{PropertyReader, PropertyWriter, Structured},
};

/// A reference to a related entity: an item of the response to `GET …/$ref`.
pub struct Link {
    /// The URL of the entity (`@odata.id`, or `@id` in OData 4.01).
    pub id: Option<String>,
}

impl Structured for Link {
    const TYPE_NAME: &'static str = "$ref";

    fn properties() -> &'static [&'static str] {
        &["@odata.id", "@id"]
    }

    fn build(from: &mut PropertyReader<'_>) -> Self {
        let (prefixed, short) = (from.property(), from.property());
        Self { id: prefixed.or(short) }
    }

    fn write<'a>(&'a self, to: &mut PropertyWriter<'a>) {
        static NONE: Option<String> = None;
        to.put(&self.id);
        to.put(&NONE);
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
