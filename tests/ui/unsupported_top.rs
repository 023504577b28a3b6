graph_macros::graph! {
    metadata: "documents/queries.csdl",
    select: ["/**", "**"],
}

use graph::Agreement;

fn main() {
    let client = graph_runtime::Client::builder().build().unwrap();
    let service = graph::GraphService::new(client);
    let _ = service.agreements().get().order_by(Agreement::DISPLAY_NAME).top(3);
}
