//! The types of TripPin: structs and enums, without requests.

graph_runtime::include_graph!("trippin.rs" as trippin);

pub use trippin::*;
