graph_macros::graph! {
    select: ["/users/{id}/reprocessLicenceAssignment"],
}

fn main() {}
