//! Generates all types of the service, without requests.

fn main() -> Result<(), graph_codegen::Error> {
    graph_codegen::Builder::new()
        .metadata("../../../tests/documents/trippin.csdl")
        .select("**")
        .types_only()
        .export()
        .file_name("trippin.rs")
        .compile()
}
