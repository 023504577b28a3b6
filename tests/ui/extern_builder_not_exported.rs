//! A request builder of another crate that does not export it.

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/Photos/{id}#GET"],
    module: photos,
}

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/People/{id}/Photo"],
    extern: { "Microsoft.OData.SampleService.Models.TripPin.Photo": crate::photos::Photo },
    extern_builders: { "Microsoft.OData.SampleService.Models.TripPin.Photo": crate::photos },
    module: people,
}

fn main() {}
