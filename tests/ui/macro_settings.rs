graph_macros::graph! {
    metadata: "documents/two_users.csdl",
    select: ["/**"],
    service_root: "services.example.com",
    scopes: ["api://x/.default", "two scopes"],
    user_agent: "sdk/1.0\n",
}

fn main() {}
