graph_macros::graph! {
    metadata: "documents/queries.csdl",
    select: ["/**", "**"],
}

fn main() {
    let client = graph_runtime::Client::builder().build().unwrap();
    let service = graph::GraphService::new(client);
    let _ = service.users().get().timeout(std::time::Duration::from_secs(5));
}
