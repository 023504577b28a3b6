mod one {
    graph_macros::graph! {
        select: ["/me"],
        rename: { "microsoft.graph.user": fn },
    }
}

mod two {
    graph_macros::graph! {
        select: ["/me"],
        attributes: { "microsoft.graph.user": must_use },
    }
}

mod three {
    graph_macros::graph! {
        select: ["/me"],
        types: { "Edm.Guid": crate:: },
    }
}

mod four {
    graph_macros::graph! {
        select: ["/me"],
        max_output: 0,
    }
}

mod five {
    graph_macros::graph! {
        select: ["/me"],
        module: pub(in super) graph,
    }
}

fn main() {}
