//! Generates the core of the SDK from the embedded metadata.

mod licensing;

fn main() -> Result<(), graph_codegen::Error> {
    graph_codegen::Builder::new()
        .select("microsoft.graph.user")
        .select("microsoft.graph.user/assignLicense")
        .select("microsoft.graph.user/reprocessLicenseAssignment")
        .rename("microsoft.graph.user", "Person")
        .rename("microsoft.graph.user/onPremisesExtensionAttributes", "extension_attributes")
        .map_type("Edm.Guid", "crate::Id")
        .derive("microsoft.graph.dayOfWeek", "PartialEq")
        .derive("microsoft.graph.dayOfWeek", "PartialOrd")
        .attribute("microsoft.graph.user/userPrincipalName", "#[doc(alias = \"upn\")]")
        .extension(licensing::Licensing)
        .compile()
}
