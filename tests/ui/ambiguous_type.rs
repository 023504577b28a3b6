graph_macros::graph! {
    metadata: "../../../../tests/documents/two_users.csdl",
    select: ["user"],
}

fn main() {}
