graph_macros::graph! {
    metadata: "../../../../tests/documents/two_users.csdl",
    selected: ["sample.user"],
}

fn main() {}
