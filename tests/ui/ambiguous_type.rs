graph_macros::graph! {
    metadata: "documents/two_users.csdl",
    select: ["user"],
}

fn main() {}
