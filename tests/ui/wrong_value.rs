use graph_runtime::Body;

graph_macros::graph! {
    metadata: "documents/writes.csdl",
    select: ["microsoft.graph.user", "/users#POST"],
}

fn main() {
    let _ = Body::<graph::User>::new().set(graph::User::ACCOUNT_ENABLED, "yes");
}
