graph_macros::graph! {
    metadata: "documents/nowhere.csdl",
    select: ["microsoft.graph.user"],
}

fn main() {}
