//! Attributes that are not conditions of elements.

graph_macros::graph! { select: ["/me", #[allow(dead_code)] "/users"] }

graph_macros::graph! { select: ["/me", #[cfg] "/users"] }

graph_macros::graph! { select: ["/me", #[cfg()] "/users"] }

graph_macros::graph! { select: ["/me", #["mail"] "/users"] }

graph_macros::graph! { select: ["/me", #[cfg(feature = mail)] "/users"] }

fn main() {}
