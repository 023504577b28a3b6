graph_macros::graph! {
    metadata: "documents/queries.csdl",
    select: ["/**", "**"],
}

use graph::Message;

fn main() {
    let client = graph_runtime::Client::builder().build().unwrap();
    let service = graph::GraphService::new(client);
    let _ = service.users().get().filter(Message::IS_READ.eq(false));
}
