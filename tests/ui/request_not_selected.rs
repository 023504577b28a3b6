#[allow(dead_code)]
#[path = "../golden/not_selected.rs"]
mod graph;

fn main() {
    let client = graph_runtime::Client::builder().build().unwrap();
    let service = graph::GraphService::new(client);

    let user = service.users().by_id("adele@contoso.com");
    let _ = user.get();
    let _ = user.update(graph_runtime::Body::new());
    let _ = user.delete();

    let users = service.users();
    let _ = users.get();
    let _ = users.create(graph_runtime::Body::new());
    let _ = users.count();

    let _ = service.groups().by_id("g");
}
