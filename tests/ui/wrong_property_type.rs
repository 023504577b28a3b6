graph_macros::graph! {
    select: ["microsoft.graph.assignedLicense"],
}

fn main() {
    let _ = graph::AssignedLicense { sku_id: Some("06ebc4ee-1bb5-47dd-8120-11324bc54e06".to_owned()), ..Default::default() };
}
