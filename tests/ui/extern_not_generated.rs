//! Extern and mapped types that lack the traits of generated ones.

pub struct City {
    pub name: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Code(pub String);

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/Airports"],
    extern: { "Microsoft.OData.SampleService.Models.TripPin.City": crate::City },
    module: airports,
}

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["Microsoft.OData.SampleService.Models.TripPin.Airline::{AirlineCode}"],
    types: { "Edm.String": crate::Code },
    module: airlines,
}

fn main() {}
