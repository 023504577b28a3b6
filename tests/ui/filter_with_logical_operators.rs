graph_macros::graph! {
    metadata: "documents/queries.csdl",
    select: ["/**", "**"],
}

use graph::User;

fn main() {
    let client = graph_runtime::Client::builder().build().unwrap();
    let service = graph::GraphService::new(client);
    let _ = service.users().get().filter(User::ACCOUNT_ENABLED.eq(true) && User::DISPLAY_NAME.starts_with("A"));
}
