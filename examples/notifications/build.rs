//! Generates users with two properties, and the function that tells their changes.

fn main() -> Result<(), graph_codegen::Error> {
    graph_codegen::Builder::new()
        .metadata("../../metadata/v1.0.csdl")
        .select("microsoft.graph.user::{id, displayName}")
        .select("/users/delta()")
        .compile()
}
