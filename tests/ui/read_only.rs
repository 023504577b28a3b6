use graph_runtime::Body;

graph_macros::graph! {
    metadata: "documents/writes.csdl",
    select: ["microsoft.graph.user", "/users#POST"],
}

fn main() {
    let _ = Body::<graph::User>::new().set(graph::User::CREATED_DATE_TIME, "2026-01-01T00:00:00Z".parse::<graph_runtime::DateTimeOffset>().unwrap());
}
