//! Generates code for the tests on the wire and the README.
//!
//! This is Graph's directory and licensing, some paths of Graph, documents for queries, for mail and for the OData
//! server in Python (`tenant`, and `trippin` of another service), and the first requests of the README and the book.

fn main() -> Result<(), graph_codegen::Error> {
    graph_codegen::Builder::new()
        .metadata("documents/directory.csdl")
        .metadata("../metadata/v1.0.annotations.csdl")
        .select("**")
        .file_name("all.rs")
        .compile()?;
    graph_codegen::Builder::new()
        .metadata("documents/paths.csdl")
        .select("/users/{id}/memberOf/graph.group")
        .select("/users(userPrincipalName='{upn}')")
        .select("/groups(uniqueName='{uniqueName}')")
        .select("/groups/delta()")
        .select("/drives/{id}/items/{id}/delta")
        .select("/drives/{id}/items/{id}/search(q='{q}')")
        .select("microsoft.graph.driveItem::{getActivitiesByInterval}")
        .select("/reports/getOffice365ActiveUserDetail(period='{period}')")
        .select("/users/{id}/restore")
        .file_name("paths.rs")
        .compile()?;
    graph_codegen::Builder::new()
        .metadata("documents/queries.csdl")
        .select("/**")
        .select("**")
        .file_name("queries.rs")
        .compile()?;
    graph_codegen::Builder::new()
        .metadata("documents/mail.csdl")
        .select("/**")
        .select("**")
        .file_name("mail.rs")
        .compile()?;
    graph_codegen::Builder::new()
        .metadata("documents/tenant.csdl")
        .select("/**")
        .select("**")
        .file_name("tenant.rs")
        .compile()?;
    graph_codegen::Builder::new()
        .metadata("documents/trippin.csdl")
        .select("/**")
        .select("/People({id})#PUT")
        .select("/People({id})/Trips({id})#PUT")
        .select("**")
        .file_name("trippin.rs")
        .compile()?;
    graph_codegen::Builder::new()
        .metadata("../metadata/v1.0.csdl")
        .select("/users/{id}/reprocessLicenseAssignment")
        .select("/users")
        .compile()
}
