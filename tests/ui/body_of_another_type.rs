use graph_runtime::Body;

graph_macros::graph! {
    metadata: "documents/writes.csdl",
    select: ["/users#POST", "microsoft.graph.group"],
}

fn client() -> graph_runtime::Client {
    graph_runtime::Client::builder().build().unwrap()
}

fn main() {
    let _ = graph::GraphService::new(client()).users().create(Body::<graph::Group>::new());
}
