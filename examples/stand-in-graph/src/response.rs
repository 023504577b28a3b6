//! The responses of the server that do not depend on a [`Tenant`](crate::Tenant).

use graph_testing::{Request, Response};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::users::{DEFAULT_PROPERTIES, UNKNOWN_USER, project, user};

pub(crate) fn respond(request: &Request) -> Response {
    let client_request_id = request.header("client-request-id").unwrap_or_default();
    let query = request.query().unwrap_or_default();
    if request.path() == request.full_path() {
        return error(404, "ResourceNotFound", "The path does not start with /v1.0.", client_request_id);
    }
    let path = request.path().trim_start_matches('/');
    if request.method() == "POST"
        && !request.is_batch_part()
        && request.header("content-length").is_none()
        && request.header("transfer-encoding").is_none()
    {
        return error(411, "LengthRequired", "A POST request needs a Content-Length header.", client_request_id);
    }
    let segments: Vec<&str> = path.split('/').collect();
    let (id, rest) = match segments.as_slice() {
        ["me", rest @ ..] => ("11111111-2222-3333-4444-555555555555", rest),
        ["users", id, rest @ ..] => (*id, rest),
        ["users"] if request.method() == "GET" => return users(query),
        _ => return error(404, "ResourceNotFound", "Resource not found for the segment.", client_request_id),
    };
    if id == UNKNOWN_USER {
        let message =
            format!("Resource '{id}' does not exist or one of its queried reference-property objects are not present.");
        return error(404, "Request_ResourceNotFound", &message, client_request_id);
    }
    match (request.method().as_str(), rest) {
        ("GET", []) => {
            let names = selected(query);
            json_response(200, &Value::Object(project(&user(id), &names)), client_request_id)
        }
        ("POST", ["reprocessLicenseAssignment"]) if request.bytes().is_empty() => {
            json_response(200, &user(id), client_request_id)
        }
        ("POST", ["assignLicense"]) => match serde_json::from_slice::<Value>(request.bytes()) {
            Ok(body) if body.get("addLicenses").is_some_and(Value::is_array) => {
                let mut changed = user(id);
                changed["assignedLicenses"] = body["addLicenses"].clone();
                json_response(200, &changed, client_request_id)
            }
            _ => error(400, "Request_BadRequest", "addLicenses is missing.", client_request_id),
        },
        ("POST", ["revokeSignInSessions"]) => json_response(200, &json!({ "value": true }), client_request_id),
        ("POST", ["changePassword"]) => Response::no_content(),
        ("POST", ["getMemberGroups"]) => {
            json_response(200, &json!({ "value": ["fee2c45b-915a-4a64-b130-f4eb9e75525e"] }), client_request_id)
        }
        _ => error(405, "Request_BadRequest", "The local server does not support this request.", client_request_id),
    }
}

fn users(query: &str) -> Response {
    let top = query_option(query, "$top").and_then(|top| top.parse().ok()).unwrap_or(3).min(999);
    let names = selected(query);
    let page: Vec<Value> = (0..top)
        .map(|number: usize| {
            Value::Object(project(&user(&format!("00000000-0000-0000-0000-{:012}", number + 1)), &names))
        })
        .collect();
    json_response(
        200,
        &json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users", "value": page }),
        "",
    )
}

/// Returns the names in `$select`, or the default properties.
fn selected(query: &str) -> Vec<&str> {
    query_option(query, "$select").map_or_else(|| DEFAULT_PROPERTIES.to_vec(), |names| names.split(',').collect())
}

/// Returns the value of a query option, which is not decoded.
fn query_option<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name).map(|(_, value)| value)
}

pub(crate) fn json_response(status: u16, body: &Value, client_request_id: &str) -> Response {
    Response::json(status, body)
        .with_header("content-type", "application/json;odata.metadata=minimal;charset=utf-8")
        .with_header("request-id", &Uuid::new_v4().to_string())
        .with_header("client-request-id", client_request_id)
}

/// Returns an error response with Graph's envelope.
pub(crate) fn error(status: u16, code: &str, message: &str, client_request_id: &str) -> Response {
    let envelope = json!({
        "error": {
            "code": code,
            "message": message,
            "innerError": {
                "date": "2026-11-23T10:00:00",
                "request-id": Uuid::new_v4().to_string(),
                "client-request-id": client_request_id,
            },
        },
    });
    json_response(status, &envelope, client_request_id)
}
