//! Files that cannot be read, each at its literal.

graph_macros::graph! {
    metadata: ["documents/two_users.csdl", "documents/nowhere.csdl"],
    annotations: "documents/annotations.csdl",
    select: "**",
}

fn main() {}
