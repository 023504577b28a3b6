//! Requests to the airlines and airports of TripPin.

#[cfg(not(any(feature = "airlines", feature = "airports")))]
compile_error!("enable a feature: `airlines` or `airports`");

graph_runtime::include_graph!("flights.rs" as flights);

pub use flights::*;
