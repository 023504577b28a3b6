//! Patterns that match nothing, and names that others have.

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/People/{id}/Trips"],
    rename: { "Microsoft.OData.SampleService.Models.TripPin.Trop": Journey, "*/Budgets": cost },
    types: { "Edm.Gid": crate::Id },
    derive: { "*.Peron": Debug },
    attributes: { "*/Titel": #[doc(hidden)] },
    extern: { "Microsoft.OData.SampleService.Models.TripPin.Cty": ::common::City },
    extern_namespace: { "Microsoft.OData.SampleService.Model": ::common },
    extern_builders: { "Microsoft.OData.SampleService.Models.TripPin.Tripp": ::trips },
    module: unknown,
}

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/**"],
    rename: {
        "Microsoft.OData.SampleService.Models.TripPin.Trip": Person,
        "Microsoft.OData.SampleService.Models.TripPin.Airline": Option,
        "Microsoft.OData.SampleService.Models.TripPin.Person/Friends": update,
        "Microsoft.OData.SampleService.Models.TripPin.Person/RequestBuilder": PersonBuilder,
    },
    module: taken,
}

fn main() {}
