graph_macros::graph! {
    select: ["/users", "/groups"],
}
use graph_runtime::Projection;

#[derive(Projection)]
#[projection(graph::User)]
struct Related {
    manager: Option<String>,
    direct_reports: Vec<String>,
    member_of: Option<Row>,
    owned_devices: Row,
    messages: Vec<Message>,
}

struct Row {
    id: String,
}

#[derive(Projection)]
#[projection(graph::Group)]
struct Message {
    id: String,
}

fn main() {}
