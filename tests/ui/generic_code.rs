//! Bounds of generic code that a type does not satisfy.

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/People", "/People/{id}"],
}

use graph_runtime::{
    ByteSource, Credential, Object, Operation,
    builders::{CollectionBuilder, EntityBuilder, RequestBuilder, Structured},
};

fn collection(_: &impl CollectionBuilder) {}
fn entity(_: &impl EntityBuilder) {}
fn builder(_: &impl RequestBuilder) {}
fn operation(_: &impl Operation) {}
fn credential(_: impl Credential) {}
fn source(_: impl ByteSource) {}
fn structured<T: Structured>() {}

fn main() {
    let service = graph::DefaultContainer::new(graph_runtime::Client::builder().build().unwrap());
    collection(&service.people().by_user_name("a"));
    entity(&service.people());
    builder(&service.people().get());
    operation(&service.people());
    credential("token");
    source(5);
    structured::<Object<graph::Person>>();
}
