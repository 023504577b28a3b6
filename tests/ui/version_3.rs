graph_macros::graph! {
    metadata: "documents/version_3.csdl",
    select: ["sample.user"],
}

fn main() {}
