//! Generates code for the one operation that the program calls.

fn main() -> Result<(), graph_codegen::Error> {
    graph_codegen::Builder::new()
        .metadata("../../metadata/v1.0.csdl")
        .select("/users/{id}/reprocessLicenseAssignment")
        .compile()
}
