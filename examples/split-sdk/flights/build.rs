//! Generates the requests to airlines and airports, each if its feature is enabled.

use std::env;

fn main() -> Result<(), graph_codegen::Error> {
    let mut builder = graph_codegen::Builder::new()
        .metadata("../../../tests/documents/trippin.csdl")
        .extern_namespace("Microsoft.OData.SampleService.Models.TripPin", "::split_sdk_types")
        .export()
        .file_name("flights.rs");
    if env::var_os("CARGO_FEATURE_AIRLINES").is_some() {
        builder = builder.select("/Airlines/**");
    }
    if env::var_os("CARGO_FEATURE_AIRPORTS").is_some() {
        builder = builder.select("/Airports/**").select("/GetNearestAirport(lat={lat},lon={lon})");
    }
    builder.compile()
}
