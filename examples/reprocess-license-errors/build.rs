//! Generates code for the three operations that the program calls, and the properties of `user` that it reads.

fn main() -> Result<(), graph_codegen::Error> {
    graph_codegen::Builder::new()
        .metadata("../../metadata/v1.0.csdl")
        .select("/users")
        .select("/users/{id}/reprocessLicenseAssignment")
        .select("/groups/{id}/transitiveMembers/graph.user")
        .select("microsoft.graph.user::{id, userPrincipalName, licenseAssignmentStates}")
        .compile()
}
