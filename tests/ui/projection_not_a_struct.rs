graph_macros::graph! {
    select: ["/users", "/groups"],
}
use graph_runtime::Projection;

#[derive(Projection)]
#[projection(graph::User)]
struct Tuple(String);

#[derive(Projection)]
#[projection(graph::User)]
struct Unit;

#[derive(Projection)]
#[projection(graph::User)]
struct Empty {}

#[derive(Projection)]
#[projection(graph::User)]
enum Choice {
    User { id: String },
}

#[derive(Projection)]
#[projection(graph::User)]
struct Generic<T> {
    id: T,
}

#[derive(Projection)]
#[projection(graph::User)]
struct Borrowed<'a> {
    id: &'a str,
}

#[derive(Projection)]
struct Nothing {
    id: String,
}

#[derive(Projection)]
#[projection(crate = graph_runtime)]
struct Runtime {
    id: String,
}

fn main() {}
