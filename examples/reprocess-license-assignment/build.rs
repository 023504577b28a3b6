//! Generates the one operation that this program calls.

fn main() -> Result<(), graph_codegen::Error> {
    graph_codegen::Builder::new()
        .metadata("../../metadata/v1.0.csdl")
        .select("/users/{id}/reprocessLicenseAssignment")
        .compile()
}
