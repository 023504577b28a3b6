//! Settings without effect are warnings, shown as uses of something deprecated.
#![deny(deprecated)]

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/Airlines"],
    rename: { "Microsoft.OData.SampleService.Models.TripPin.Trip": Journey },
    types: { "Edm.Guid": crate::Id },
}

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/Airlines"],
    rename: { "Microsoft.OData.SampleService.Models.TripPin.Trip": Journey },
    allow_warnings: true,
    module: silent,
}

fn main() {}
