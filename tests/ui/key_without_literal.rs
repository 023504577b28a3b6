//! A type that replaces `Edm.Guid` is the key of an entity, and has no literal form.

use graph_runtime::codec::{Decoded, JsonError, JsonReader, JsonWriter, Value};

graph_macros::graph! {
    metadata: "documents/keys.csdl", select: ["/guids/{id}#GET"], allow_warnings: true,
    types: { "Edm.Guid": crate::Id },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Id(String);

impl Value for Id {
    fn read(json: &mut JsonReader<'_>) -> Result<Decoded<Self>, JsonError> {
        Ok(json.read::<String>()?.map(Self))
    }

    fn write(&self, json: &mut JsonWriter) {
        json.write(&self.0);
    }
}

fn main() {
    let client = graph_runtime::Client::builder().build().unwrap();
    graph::Store::new(client).guids().by_id(Id(String::new()));
}
