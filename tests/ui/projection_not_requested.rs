graph_macros::graph! {
    select: ["/users", "/groups"],
}
use graph_runtime::Projection;

#[derive(Projection)]
#[projection(graph::User)]
struct Row {
    id: String,
}

async fn example(service: graph::GraphService) -> Result<(), graph_runtime::Error> {
    let page = service.users().get().project::<Row>().send().await?;
    println!("{:?}", page[0].display_name);
    let _ = service.users().get().project::<Row>().select(graph::User::MAIL);
    let _ = service.groups().get().project::<Row>();
    let _ = service.users().get().project::<String>();
    Ok(())
}

fn main() {}
