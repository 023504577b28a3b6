graph_macros::graph! {
    select: ["/users", "/groups"],
}
use graph_runtime::Projection;

#[derive(Projection)]
#[projection(graph::User)]
struct Complete {
    id: String,
    display_name: String,
    business_phones: Vec<String>,
    manager: Manager,
    #[projection(path = "mailbox_settings.time_zone")]
    time_zone: String,
}

#[derive(Projection)]
#[projection(graph::User)]
struct Manager {
    #[projection(required)]
    display_name: String,
    #[projection(default)]
    department: String,
}

fn main() {}
