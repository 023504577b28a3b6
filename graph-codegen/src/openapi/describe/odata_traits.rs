use super::naming::Naming;
use crate::{
    csdl::is_identifier,
    diagnostic::{Code, Diagnostic, Diagnostics},
    openapi::{Document, Parameter, Schema},
};

const SUPPORTED: &str = "only descriptions of OData V4 services in the form that Microsoft Graph publishes are \
     supported: schemas with qualified names (`microsoft.graph.user`), and OData's query options or the extensions \
     `x-ms-docs-operation-type` and `x-ms-navigationProperty`; use a general OpenAPI generator for other services";

/// Returns how each document names its schemas, or `None` if one of them does not describe an OData service. A document
/// without paths may add schemas to others.
pub(super) fn check(documents: &[Document<'_>], diagnostics: &mut Diagnostics) -> Option<Vec<Naming>> {
    let mut namings = Vec::new();
    for document in documents {
        let problem = match Naming::of(document) {
            None if document.components.schemas.is_empty() => "it has no schemas",
            None => "its schemas have no namespaces",
            Some(_) if !document.paths.is_empty() && !has_traits(document) => {
                "its operations have neither OData's query options nor `x-ms-docs-operation-type`"
            }
            Some(naming) => {
                namings.push(naming);
                continue;
            }
        };
        let message = format!("this OpenAPI document does not describe an OData service: {problem}");
        diagnostics.push(Diagnostic::error(Code::NotOData, message).at(document.version.span).help(SUPPORTED));
    }
    (namings.len() == documents.len()).then_some(namings)
}

/// Returns whether a name has the form `microsoft.graph.user`.
pub(super) fn is_qualified(name: &str) -> bool {
    name.contains('.') && name.split('.').all(is_identifier)
}

fn has_traits(document: &Document<'_>) -> bool {
    let parameters = document.components.parameters.iter().map(|(_, parameter)| parameter);
    if parameters.into_iter().any(is_query_option) {
        return true;
    }
    let operations = document.paths.iter().flat_map(|item| &item.operations);
    if operations
        .into_iter()
        .any(|operation| operation.operation_type.is_some() || operation.parameters.iter().any(is_query_option))
    {
        return true;
    }
    document
        .components
        .schemas
        .iter()
        .any(|(_, schema)| has_control_information(schema) || schema.all_of.iter().any(has_control_information))
}

fn is_query_option(parameter: &Parameter<'_>) -> bool {
    parameter.name.as_deref().is_some_and(|name| {
        matches!(name, "$select" | "$filter" | "$expand" | "$top" | "$skip" | "$orderby" | "$count" | "$search")
    })
}

fn has_control_information(schema: &Schema<'_>) -> bool {
    schema.properties.iter().any(|(name, schema)| name.starts_with("@odata.") || schema.is_navigation)
}

#[cfg(test)]
mod tests {
    use super::is_qualified;

    #[test]
    fn qualified_names_have_a_namespace() {
        assert!(is_qualified("microsoft.graph.user"));
        assert!(!is_qualified("user"));
        assert!(!is_qualified("sample.user-create"));
        assert!(!is_qualified("sample..user"));
        assert!(!is_qualified("pet.v1.0"));
    }
}
