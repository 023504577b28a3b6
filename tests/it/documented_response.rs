//! The documented response of the first operation: six typed properties, no `id`, and a `skuId` that is not a GUID.

use graph_tests::{graph::User, shared};
use serde_json::{Value, json};

/// A response with the same structure as the documented one, which may be missing.
fn similar_response() -> Value {
    json!({
        "accountEnabled": true,
        "assignedLicenses": [{ "disabledPlans": ["11b0131d-43c8-4bbb-b2c8-e80f9a50834a"], "skuId": "skuId-value" }],
        "assignedPlans": [{
            "assignedDateTime": "2016-10-19T10:37:00Z",
            "capabilityStatus": "capabilityStatus-value",
            "service": "service-value",
            "servicePlanId": "bea13e0c-3828-4daa-a392-28af7ff61a0f",
        }],
        "businessPhones": ["businessPhones-value"],
        "city": "city-value",
        "companyName": "companyName-value",
    })
}

#[needs::shared]
#[test]
fn the_documented_response_is_read_without_loss() {
    let text = shared::text("graph-rules.md");
    let (_, rest) = text.split_once("The documented response:").expect("the response");
    let json = rest.split_once("```json").and_then(|(_, rest)| rest.split_once("```")).expect("a code block").0;
    assert_typed(&serde_json::from_str(json).expect("JSON"));
}

#[test]
fn a_similar_response_is_read_without_loss() {
    assert_typed(&similar_response());
}

fn assert_typed(response: &Value) {
    let user: graph_runtime::Object<User> = serde_json::from_value(response.clone()).expect("a user");
    assert_eq!(user.account_enabled, Some(true));
    assert_eq!(user.city.as_deref(), Some("city-value"));
    assert_eq!(user.company_name.as_deref(), Some("companyName-value"));
    assert_eq!(user.business_phones.as_deref(), Some(&["businessPhones-value".to_owned()][..]));
    assert_eq!(user.id, None);
    let plan = &user.assigned_plans.as_ref().expect("plans")[0];
    assert_eq!(plan.assigned_date_time.expect("a time").timestamp().as_second(), 1_476_873_420);
    let license = &user.assigned_licenses.as_ref().expect("licenses")[0];
    assert_eq!(license.disabled_plans.as_ref().map(Vec::len), Some(1));
    assert_eq!(license.sku_id, None, "the value is not a GUID");
    assert_eq!(license.extra.value("skuId"), Some(json!("skuId-value")), "but it is kept");
    assert_eq!(serde_json::to_value(&user).expect("JSON"), *response, "and it is written back");
}

#[needs::shared]
#[test]
fn documented_responses_are_written_back_unchanged() {
    let text = shared::text("examples/examples.json");
    let examples: Vec<Value> = match serde_json::from_str(&text).expect("JSON") {
        Value::Array(list) => list,
        Value::Object(mut object) => {
            object.values_mut().find_map(|value| value.as_array_mut().map(std::mem::take)).expect("a list of examples")
        }
        _ => panic!("examples are a list"),
    };
    let mut read = 0;
    for example in &examples {
        let Some(body) = example["body_raw"].as_str() else { continue };
        let Ok(body) = serde_json::from_str::<Value>(body) else { continue };
        let user: graph_runtime::Object<User> = serde_json::from_value(body.clone()).expect("a user");
        assert_eq!(serde_json::to_value(&user).expect("JSON"), body, "{}", example["doc"]);
        read += 1;
    }
    assert!(read > 250, "{read} of {} examples are JSON", examples.len());
}
