//! Generates everything that the embedded metadata has, for the tests on the wire, and the first operation, for the README.

fn main() -> Result<(), graph_codegen::Error> {
    graph_codegen::Builder::new().select("**").file_name("all.rs").compile()?;
    graph_codegen::Builder::new()
        .metadata("../metadata/v1.0.csdl")
        .select("/users/{id}/reprocessLicenseAssignment")
        .compile()
}
