graph_macros::graph! {
    select: [
        "/users/{id}/reprocessLicenceAssignment",
        "/users/{id}#PUT,",
        "GET /users/detla()",
        "/me/sendMail",
    ],
}

fn main() {}
