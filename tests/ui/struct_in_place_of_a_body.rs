graph_macros::graph! {
    metadata: "documents/writes.csdl",
    select: ["/users#POST"],
}

fn main() {
    let service = graph::GraphService::new(graph_runtime::Client::builder().build().unwrap());
    let user = || graph::User { display_name: Some("Adele".into()), ..Default::default() };
    let _ = service.users().create(user());
    let _ = service.users().create(graph_runtime::Object::new(user()));
}
