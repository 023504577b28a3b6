//! Keys and values that the macro does not know, each at its place.

graph_macros::graph! { selects: ["/me"] }

graph_macros::graph! { select: ["/me"], frobnication: true }

graph_macros::graph! { select: ["/me"], rename: { "microsoft.graph.user": Person }, select: ["/users"] }

graph_macros::graph! { metadata: "documents/two_users.csdl" }

graph_macros::graph! { select: ["/me"] metadata: "documents/two_users.csdl" }

graph_macros::graph! { select: "/me", #[cfg(test)] export: true }

graph_macros::graph! { select: /me }

graph_macros::graph! { select: ["/me", 5] }

graph_macros::graph! { select: "/me", version: 1.0 }

graph_macros::graph! { select: "/me", rename: ["microsoft.graph.user"] }

graph_macros::graph! { select: "/me", rename: { microsoft.graph.user: Person } }

graph_macros::graph! { select: "/me", rename: { "microsoft.graph.user": "Person" } }

graph_macros::graph! { select: "/me", rename: { "microsoft.graph.user": type } }

graph_macros::graph! { select: "/me", types: { "Edm.Guid": 5 } }

graph_macros::graph! { select: "/me", types: { "Edm.Guid": crate::Id, "Edm.Guid": crate::Key } }

graph_macros::graph! { select: "/me", derive: { "*": "Clone" } }

graph_macros::graph! { select: "/me", attributes: { "*": must_use } }

graph_macros::graph! { select: "/me", extern: { "microsoft.graph.user": ::common::User<u8> } }

graph_macros::graph! { select: "/me", extern_namespace: ::common }

graph_macros::graph! { select: "/me", export: "yes" }

graph_macros::graph! { select: "/me", max_output: "1" }

graph_macros::graph! { select: "/me", max_output: 0 }

graph_macros::graph! { select: "/me", sign_in: basic }

graph_macros::graph! { select: "/me", module: "graph" }

graph_macros::graph! { select: "/me", module: pub mod }

graph_macros::graph! { select: "/me", module: pub(everywhere) graph }

graph_macros::graph! { select: "/me", runtime: "graph runtime" }

fn main() {}
