//! Generates the requests to people, their trips and photos.

/// The namespace of the service.
const NAMESPACE: &str = "Microsoft.OData.SampleService.Models.TripPin";

fn main() -> Result<(), graph_codegen::Error> {
    graph_codegen::Builder::new()
        .metadata("../../../tests/documents/trippin.csdl")
        .extern_namespace(NAMESPACE, "::split_sdk_types")
        // From a flight to its airline, the methods are those of the other crate.
        .extern_builders(format!("{NAMESPACE}.Air*"), "::split_sdk_flights")
        .select("/People#GET,POST")
        .select("/People/{id}#GET,PATCH")
        .select("/People/{id}/Trips#GET,POST")
        .select("/People/{id}/Trips/{id}/PlanItems#GET")
        .select(format!("/People/{{id}}/Trips/{{id}}/PlanItems/{{id}}/{NAMESPACE}.Flight/Airline"))
        .select(format!("{NAMESPACE}.Event"))
        .select(format!("{NAMESPACE}.Flight"))
        .file_name("people.rs")
        .compile()
}
