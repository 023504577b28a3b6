//! The users that the server has.

use serde_json::{Map, Value, json};

/// The only id for which there is no user.
pub(crate) const UNKNOWN_USER: &str = "00000000-0000-0000-0000-000000000000";

/// Returns the user with an id. All users have the same properties, among them those that the license actions change.
pub(crate) fn user(id: &str) -> Value {
    json!({
        "id": id,
        "accountEnabled": true,
        "displayName": "Adele Vance",
        "userPrincipalName": "AdeleV@contoso.onmicrosoft.com",
        "mail": "AdeleV@contoso.onmicrosoft.com",
        "jobTitle": "Retail Manager",
        "city": "Seattle",
        "companyName": "Contoso",
        "usageLocation": "US",
        "businessPhones": ["+1 425 555 0109"],
        "assignedLicenses": [
            {
                "disabledPlans": ["11b0131d-43c8-4bbb-b2c8-e80f9a50834a"],
                "skuId": "06ebc4ee-1bb5-47dd-8120-11324bc54e06",
            },
        ],
        "assignedPlans": [
            {
                "assignedDateTime": "2026-10-19T10:37:00Z",
                "capabilityStatus": "Enabled",
                "service": "exchange",
                "servicePlanId": "efb87545-963c-4e0d-99df-69c6916d9eb0",
            },
        ],
        "licenseAssignmentStates": [
            {
                "skuId": "06ebc4ee-1bb5-47dd-8120-11324bc54e06",
                "disabledPlans": [],
                "assignedByGroup": "e3e1b1d4-6a09-4d9e-8d41-4b6ea6ac5d66",
                "state": "Active",
                "error": "None",
                "lastUpdatedDateTime": "2026-11-20T08:14:03.2150187Z",
            },
        ],
    })
}

/// The properties in responses to `GET /users` and `GET /users/{id}` without `$select`.
pub(crate) const DEFAULT_PROPERTIES: [&str; 11] = [
    "businessPhones",
    "displayName",
    "givenName",
    "id",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
];

/// Returns the named properties of an object. Missing ones are null, as in Graph.
pub(crate) fn project(object: &Value, names: &[&str]) -> Map<String, Value> {
    names.iter().map(|name| ((*name).to_owned(), object.get(*name).cloned().unwrap_or(Value::Null))).collect()
}
