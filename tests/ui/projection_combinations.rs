graph_macros::graph! {
    select: ["/users", "/groups"],
}
use graph_runtime::Projection;

#[derive(Projection)]
#[projection(graph::User)]
union Either {
    id: u8,
}

#[derive(Projection)]
#[projection(graph::User)]
#[projection(graph::Group)]
struct TwoTypes {
    id: String,
}

#[derive(Projection)]
#[projection(graph::User, runtime = graph_runtime)]
struct Misspelt {
    id: String,
}

#[derive(Projection)]
#[projection("graph::User")]
struct Text {
    id: String,
}

#[derive(Projection)]
#[projection]
struct Bare {
    id: String,
}

#[derive(Projection)]
#[projection(graph::User)]
struct Attributes {
    #[projection(rename)]
    a: Option<String>,
    #[projection(rename = mail)]
    b: Option<String>,
    #[projection(rename = "")]
    c: Option<String>,
    #[projection(path = "mailbox_settings.")]
    d: Option<String>,
    #[projection(rename = "mail", path = "mailbox_settings.time_zone")]
    e: Option<String>,
    #[projection(path = "mailbox_settings.time_zone", cast)]
    f: Option<String>,
    #[projection(control = "etag", rename = "etag")]
    g: Option<String>,
    #[projection(control = "etag", path = "a.b")]
    h: Option<String>,
    #[projection(control = "etag", default)]
    i: String,
    #[projection(control = "etag", derived = graph::User)]
    j: String,
    #[projection(default, try_from)]
    k: String,
    #[projection(required, try_from)]
    l: Option<String>,
    #[projection(derived = "graph::User")]
    m: Option<String>,
    #[projection(required default)]
    n: String,
    #[projection(required = true)]
    o: String,
}

#[derive(Projection)]
#[projection(graph::User)]
struct Constant<const N: usize> {
    id: String,
}

#[projection(graph::User)]
struct NotDerived {
    id: String,
}

fn main() {}
