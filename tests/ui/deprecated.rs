#![deny(deprecated)]

graph_macros::graph! {
    metadata: "documents/queries.csdl",
    select: ["/**", "**"],
}

use graph::{Agreement, Colour, Tag};

fn main() {
    let client = graph_runtime::Client::builder().build().unwrap();
    let service = graph::GraphService::new(client);
    let _ = service.agreements().by_id("1").archive();
    let _ = service.agreements().by_id("1").files();
    let _ = Agreement::default().former_name;
    let _ = service.agreements().get().order_by(Agreement::FORMER_NAME);
    let _ = Tag { colour: Some(Colour::Puce.into()), ..Default::default() };
}
