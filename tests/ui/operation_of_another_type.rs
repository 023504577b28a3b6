graph_macros::graph! {
    select: ["microsoft.graph.subscribedSku/assignLicense"],
}

fn main() {}
