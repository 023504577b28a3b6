//! A struct of another type of the metadata, one that does not exist, and one that is not generated.

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["Microsoft.OData.SampleService.Models.TripPin.Airline", "Microsoft.OData.SampleService.Models.TripPin.PersonGender"],
    types_only: true,
    export: true,
    module: common,
}

pub struct Photo {}

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/Airports#GET"],
    extern: { "Microsoft.OData.SampleService.Models.TripPin.AirportLocation": crate::common::Airline },
    module: wrong,
}

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/Airports#GET", "Microsoft.OData.SampleService.Models.TripPin.Photo"],
    extern: { "Microsoft.OData.SampleService.Models.TripPin.Photo": crate::Photo, "Microsoft.OData.SampleService.Models.TripPin.AirportLocation": crate::common::AirportLocation },
    module: missing,
}

fn main() {}
