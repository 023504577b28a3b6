graph_macros::graph! {
    select: ["/users/{id}#GET"],
}

fn main() {
    let client = graph_runtime::Client::builder().build().unwrap();
    let user = graph::GraphService::new(client).users().by_id("adele@contoso.com");
    let _ = user.delete();
}
