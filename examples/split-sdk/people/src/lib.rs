//! Requests to the people of TripPin, and to their trips.

graph_runtime::include_graph!("people.rs" as people);

pub use people::*;
