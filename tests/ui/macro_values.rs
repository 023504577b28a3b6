//! Values of settings that do not exist, each at its literal.

graph_macros::graph! { select: "/me", version: "v2.0" }

graph_macros::graph! { select: "/me", profile: ["dialect=4.01", "keys=slashes"] }

graph_macros::graph! { select: "/me", search_metadata: "beta.csdl" }

graph_macros::graph! { select: "/me", sign_in: "bearer" }

graph_macros::graph! { select: "/me", clouds: ["Global", "Mars"] }

graph_macros::graph! { select: "/me", permission_scheme: "app" }

graph_macros::graph! { select: "/me/sendMail", allow_permissions: ["Mail.Read", "Mail.Sent"] }

graph_macros::graph! { select: "/me", service_root: "services.example.com", scopes: ["two scopes"], user_agent: "ü" }

graph_macros::graph! { select: ["/me", "/me/onenote/notebooks"], clouds: ["Global", "China"] }

fn main() {}
