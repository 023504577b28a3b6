#![deny(unused_must_use)]

graph_macros::graph! {
    metadata: "documents/queries.csdl",
    select: ["/**", "**"],
}

fn main() {
    let client = graph_runtime::Client::builder().build().unwrap();
    let service = graph::GraphService::new(client);
    service.users().get();
}
