//! A path that is not that of the runtime.

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/Airlines"],
    runtime: "::graph_runtim",
}

fn main() {}
