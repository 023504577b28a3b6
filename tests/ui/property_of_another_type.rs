graph_macros::graph! {
    select: ["microsoft.graph.user::{id}", "microsoft.graph.group::{id}"],
}

fn main() {
    let client = graph_runtime::Client::builder().build().unwrap();
    let _ = graph::GraphService::new(client).users().get().select(graph::Group::ID);
}
