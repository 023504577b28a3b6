graph_macros::graph! {
    metadata: "../../../../tests/documents/version_3.csdl",
    select: ["sample.user"],
}

fn main() {}
