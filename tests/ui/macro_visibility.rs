mod inner {
    graph_macros::graph! {
        select: ["microsoft.graph.user::{id}"],
        module: pub(self) directory,
    }
}

fn main() {
    let _: Option<inner::directory::User> = None;
}
