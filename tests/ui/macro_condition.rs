mod one {
    graph_macros::graph! {
        select: [
            "/me",
            #[cfg(not(any()))]
            "/mee",
            #[cfg(any())]
            "/not/looked/at",
        ],
    }
}

mod two {
    graph_macros::graph! {
        select: [#[allow(deprecated)] "/me"],
    }
}

fn main() {}
