//! Generates the core of the SDK from the embedded metadata.

mod licensing;

use graph_codegen::{Builder, extension::ElementKind};

fn main() -> Result<(), graph_codegen::Error> {
    Builder::new()
        .select("/users#GET")
        .select("/users/{id}#GET")
        .select("/users/{id}/assignLicense")
        .select("/users/{id}/reprocessLicenseAssignment")
        .rename("microsoft.graph.user", "Person")
        .rename("microsoft.graph.user/onPremisesExtensionAttributes", "extension_attributes")
        .rename(ElementKind::Method.named("microsoft.graph.user/CollectionRequestBuilder/get"), "list")
        .map_type("Edm.Guid", "crate::Id")
        .derive_structs("microsoft.graph.assignedLicense", "Clone, Debug, PartialEq")
        .derive_enums("*", "Debug, PartialEq, PartialOrd")
        .derive(ElementKind::RequestBuilder, "Clone, Debug")
        .attribute(ElementKind::Field.named("*/userPrincipalName"), "#[doc(alias = \"upn\")]")
        .replace("microsoft.graph.user/assignLicense")
        .extension(licensing::Licensing)
        .compile()
}
