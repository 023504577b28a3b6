graph_macros::graph! {
    select: ["/users", "/groups"],
}
use graph_runtime::Projection;

#[derive(Projection)]
#[projection(graph::User)]
struct Misspelt {
    display_nam: Option<String>,
    #[projection(rename = "mial")]
    address: Option<String>,
    #[projection(path = "mailbox_settings.time_zon")]
    time_zone: Option<String>,
    #[projection(path = "display_name.length")]
    length: Option<i32>,
    #[projection(path = "manager.display_name")]
    manager: Option<String>,
}

fn main() {}
