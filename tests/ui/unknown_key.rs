graph_macros::graph! {
    metadata: "documents/two_users.csdl",
    selected: ["sample.user"],
}

fn main() {}
