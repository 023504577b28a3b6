graph_macros::graph! {
    metadata: "documents/queries.csdl",
    select: ["/**", "**"],
}

fn main() {
    let client = graph_runtime::Client::builder().build().unwrap();
    let service = graph::GraphService::new(client);
    let _ = service.users().get().filter("displayName eq 'x'");
    let _ = service.users().get().select("id");
    let _ = service.users().get().order_by("displayName");
    let _ = service.users().get().expand("manager");
}
