//! A page for programs.

use serde_json::{Value, json};

use crate::{
    cli::json,
    explain::Explanation,
    lookup::{Member, Page, Parameter, Request},
};

/// The page for programs; `graph_codegen::cli` documents it.
pub(in crate::cli) fn json(page: &Page<'_>) -> Value {
    json!({
        "name": page.name,
        "kind": page.kind,
        "description": page.description,
        "deprecated": json::deprecation(page.deprecation),
        "facts": page.facts.iter().map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())))
            .collect::<serde_json::Map<_, _>>(),
        "paths": page.paths.paths,
        "morePaths": page.paths.more,
        "request": page.request.as_ref().map(request_json),
        "requests": page.requests.iter().map(|(method, path, known)| json!({
            "method": method.as_str(),
            "path": path,
            "permissions": json::permissions(known),
            "clouds": known.cloud_names(),
        })).collect::<Vec<_>>(),
        "queries": page.capabilities,
        "members": page.members.iter().map(member_json).collect::<Vec<_>>(),
        "documentation": page.documentation,
        "rust": page.snippet.as_ref().map(|snippet| json!({
            "selector": snippet.selector,
            "code": snippet.code,
        })),
        "selection": page.explanation.as_ref().map(explanation_json),
    })
}

fn request_json(request: &Request) -> Value {
    let parameter = |parameter: &Parameter| {
        json!({
            "name": parameter.name,
            "in": parameter.place.name(),
            "type": parameter.type_name,
            "optional": parameter.is_optional,
            "nullable": parameter.is_nullable,
            "description": parameter.description,
        })
    };
    json!({
        "method": request.method.as_str(),
        "path": request.template,
        "parameters": request.parameters.iter().map(parameter).collect::<Vec<_>>(),
        "body": request.body,
        "returns": request.returns,
        "permissions": json::permissions(&request.known),
        "permissionsOf": request.known.permissions_of,
        "permissionsVersion": request.known.are_of_other_version.then_some("v1.0"),
        "roles": request.known.roles,
        "rolePermissions": request.known.role_permissions,
        "clouds": request.known.cloud_names(),
        "summary": request.known.summary,
    })
}

fn member_json(member: &Member<'_>) -> Value {
    json!({
        "name": member.name,
        "kind": member.kind,
        "value": member.value,
        "notes": member.notes,
        "deprecated": json::deprecation(member.deprecation),
        "inheritedFrom": member.inherited_from,
    })
}

/// Why an element is selected, or what would select it.
pub(in crate::cli) fn explanation_json(explanation: &Explanation) -> Value {
    json!({
        "element": explanation.element,
        "kind": explanation.kind,
        "selected": explanation.is_selected(),
        "reasons": explanation.reasons,
        "suggestions": explanation.suggestions,
    })
}
