//! Extern paths that do not exist, or are not visible.

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["Microsoft.OData.SampleService.Models.TripPin.City"],
    export: true,
    module: types,
}

mod private {
    mod inner {
        graph_macros::graph! {
            metadata: "documents/trippin.csdl",
            select: ["Microsoft.OData.SampleService.Models.TripPin.Location"],
            export: true,
            module: pub(super) types,
        }
    }
}

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/People"],
    extern: { "Microsoft.OData.SampleService.Models.TripPin.Location": crate::private::inner::types::Location },
    module: invisible,
}

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/People"],
    extern: { "Microsoft.OData.SampleService.Models.TripPin.City": crate::types::Town },
    module: missing,
}

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/Airports"],
    extern_namespace: { "Microsoft.OData.SampleService.Models": crate::types },
    module: namespace,
}

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/People/{id}/Photo"],
    extern: { "Microsoft.OData.SampleService.Models.TripPin.Photo": ::photos::Photo },
    extern_builders: { "Microsoft.OData.SampleService.Models.TripPin.Photo": crate::types },
    module: people,
}

fn main() {}
