#![deny(deprecated)]

mod shown {
    graph_macros::graph! {
        select: ["microsoft.graph.user::{id}"],
        rename: { "microsoft.graph.user": Person, "microsoft.graph.usr": Other },
        derive: { "microsoft.graph.dayOfWeek": [PartialEq, Eq] },
        module: pub(crate) shown,
    }
}

mod hidden {
    graph_macros::graph! {
        select: ["microsoft.graph.user::{id}"],
        rename: { "microsoft.graph.usr": Other },
        allow_warnings: true,
    }
}

fn main() {}
