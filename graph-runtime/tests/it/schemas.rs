//! Schemas of values, for schemars and utoipa.

use serde_json::{Value, json};

use crate::sample::{AllOptions, User};

/// The schemas of the types that `sample.everything` refers to, besides itself.
const REFERENCED: [&str; 2] = ["sample.colour", "sample.part"];

/// Checks the schema of `sample.everything`, whose references begin with `prefix`.
fn check_everything(schema: &Value, prefix: &str) {
    let nullable = |name: &str| json!({"anyOf": [{"$ref": format!("{prefix}{name}")}, {"type": "null"}]});
    let text = |format: &str| json!({"type": ["string", "null"], "format": format});
    // Texts of OData are more than those of the format.
    let text_or = |format: &str, schema: &Value| {
        let pattern = &schema["anyOf"][1]["pattern"];
        assert!(pattern.as_str().is_some_and(|pattern| pattern.starts_with('^') && pattern.ends_with('$')), "{schema}");
        let texts = [json!({"type": "string", "format": format}), json!({"type": "string", "pattern": pattern})];
        json!({"anyOf": [texts[0], texts[1], {"type": "null"}]})
    };
    for (property, format) in
        [("binary", "byte"), ("dateTime", "date-time"), ("duration", "duration"), ("timeOfDay", "time-local")]
    {
        let schema = &schema["properties"][property];
        assert!(schema.is_null() || *schema == text_or(format, schema), "{property}: {schema}");
    }
    for (property, expected) in [
        ("boolean", json!({"type": ["boolean", "null"]})),
        ("byte", json!({"type": ["integer", "null"], "format": "uint8", "minimum": 0, "maximum": 255})),
        ("children", json!({"type": ["array", "null"], "items": {"$ref": format!("{prefix}sample.part")}})),
        ("colour", nullable("sample.colour")),
        ("colours", json!({"type": ["array", "null"], "items": {"$ref": format!("{prefix}sample.colour")}})),
        ("date", text("date")),
        ("decimal", json!({"type": ["number", "null"], "format": "decimal"})),
        ("guid", text("uuid")),
        ("int32", json!({"type": ["integer", "null"], "format": "int32"})),
        ("int64", json!({"type": ["integer", "null"], "format": "int64"})),
        ("json", json!({})),
        ("part", nullable("sample.part")),
    ] {
        assert_eq!(schema["properties"][property], expected, "{property}");
    }
    // In JSON Schema, the root has no name.
    let parent = &schema["properties"]["parent"]["anyOf"][0]["$ref"];
    assert!(parent == "#" || *parent == format!("{prefix}sample.everything"), "{parent}");
    let double = &schema["properties"]["double"]["anyOf"];
    assert_eq!(double[0], json!({"type": "number", "format": "double"}), "{double}");
    assert_eq!(double[2], json!({"type": "null"}), "{double}");
    assert_eq!(schema.get("required"), None, "a service may leave out every property");
}

#[cfg(feature = "schemars")]
#[test]
fn json_schema_names_types_as_the_metadata_does() {
    use graph_runtime::{DateTimeOffset, Object, Page};

    let schema = schemars::schema_for!(Object<AllOptions>).to_value();
    assert_eq!(schema["title"], "sample.everything");
    check_everything(&json!({"properties": schema["properties"]}), "#/$defs/");
    for name in REFERENCED {
        assert!(schema["$defs"][name].is_object(), "{name}: {schema}");
    }
    assert_eq!(schema["$defs"]["sample.colour"]["anyOf"][1], json!({"type": "string"}), "members may be added");

    let page = schemars::schema_for!(Page<Object<User>>).to_value();
    assert_eq!(page["properties"]["value"]["items"], json!({"$ref": "#/$defs/microsoft.graph.user"}));
    let list = schemars::schema_for!(Vec<DateTimeOffset>).to_value();
    assert_eq!(list["items"]["anyOf"][0], json!({"type": "string", "format": "date-time"}));
}

#[cfg(feature = "utoipa")]
#[test]
fn an_open_api_document_has_all_types_that_are_referred_to() {
    use graph_runtime::{Object, Page};
    use utoipa::OpenApi;

    // The macro looks at names, so types have one of their own.
    type Everything = Object<AllOptions>;
    type Users = Page<Object<User>>;

    #[derive(utoipa::ToSchema)]
    #[allow(dead_code)] // described only
    struct Report {
        created: graph_runtime::DateTimeOffset,
        subject: Everything,
    }

    #[utoipa::path(get, path = "/users", responses((status = 200, body = Users)))]
    #[allow(dead_code)] // described only
    fn users() {}

    #[utoipa::path(post, path = "/reports", request_body = Report, responses((status = 201)))]
    #[allow(dead_code)] // described only
    fn reports() {}

    #[derive(OpenApi)]
    #[openapi(paths(users, reports))]
    struct Api;

    let document = serde_json::to_value(Api::openapi()).unwrap();
    let schemas = &document["components"]["schemas"];
    check_everything(&schemas["sample.everything"], "#/components/schemas/");
    for name in REFERENCED {
        assert!(schemas[name].is_object(), "{name}");
    }
    let text = document.to_string();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas[name].is_object(), "`{name}` is not described");
    }
    let body = &document["paths"]["/users"]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(*body, json!({"$ref": "#/components/schemas/microsoft.graph.userCollectionResponse"}));
}
