graph_macros::graph! {
    select: ["/users", "/groups"],
}
use graph_runtime::Projection;

#[derive(Projection)]
#[projection(graph::Usr)]
struct Misspelt {
    id: String,
}

#[derive(Projection)]
#[projection(graph::GraphService)]
struct Service {
    id: String,
}

fn main() {}
