graph_macros::graph! {
    select: ["/me"],
    sign_in: "bearer",
}

fn main() {}
