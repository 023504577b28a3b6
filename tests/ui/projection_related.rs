graph_macros::graph! {
    select: ["/users", "/groups"],
}
use graph_runtime::{Page, Projection};

#[derive(Projection)]
#[projection(graph::User)]
struct Related {
    id: String,
    #[projection(cast)]
    mail: Option<String>,
    #[projection(derived = graph::Group)]
    visibility: Option<String>,
    #[projection(control = "etag")]
    etag: i32,
    manager: Option<Page<Person>>,
    #[projection(required)]
    direct_reports: Vec<Person>,
    #[projection(default)]
    member_of: Person,
}

#[derive(Projection)]
#[projection(graph::User)]
struct Person {
    id: String,
}

fn main() {}
