//! Extern types that are generated for other types of the metadata.

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["**"],
    types_only: true,
    export: true,
    module: types,
}

graph_macros::graph! {
    metadata: "documents/trippin.csdl",
    select: ["/People", "/Airports"],
    extern: {
        "Microsoft.OData.SampleService.Models.TripPin.City": crate::types::Location,
        "Microsoft.OData.SampleService.Models.TripPin.PersonGender": crate::Gender,
    },
    module: people,
}

#[derive(Clone, Copy)]
pub enum Gender {
    Any,
}

impl graph_runtime::codegen::Enumerated for Gender {
    const TYPE_NAME: &'static str = "Shop.Gender";

    fn members() -> &'static [(&'static str, Self)] {
        &[("Any", Self::Any)]
    }
}

fn main() {}
