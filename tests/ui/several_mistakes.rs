graph_macros::graph! {
    select: [
        "/users/{id}/reprocessLicenceAssignment",
        "/users/{id}#PUT,",
        "GET /users/detla()",
        "/users/{id}/profile",
    ],
}

fn main() {}
