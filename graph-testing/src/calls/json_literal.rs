//! JSON as Rust code.

use serde_json::Value;

/// How deep the macro `json!` may call itself: rustc's limit is 128.
const MAX_CALLS: usize = 100;

/// Returns an expression of a value: `serde_json::json!({"a": 1})`.
pub(super) fn json_expression(value: &Value) -> String {
    if calls(value) > MAX_CALLS {
        return format!("serde_json::from_str::<serde_json::Value>({:?}).unwrap()", value.to_string());
    }
    let mut code = String::from("serde_json::json!(");
    write_literal(value, &mut code);
    code.push(')');
    code
}

/// Returns how deep `json!` calls itself: about four times for each member, and twice for each item.
fn calls(value: &Value) -> usize {
    match value {
        Value::Array(items) => 2 * items.len() + 2 + items.iter().map(calls).max().unwrap_or_default(),
        Value::Object(members) => 4 * members.len() + 2 + members.values().map(calls).max().unwrap_or_default(),
        _ => 1,
    }
}

fn write_literal(value: &Value, code: &mut String) {
    let separator = |index: usize| if index == 0 { "" } else { "," };
    match value {
        // The escapes of JSON are not those of Rust.
        Value::String(text) => code.push_str(&format!("{text:?}")),
        Value::Number(number) => code.push_str(&number_literal(number)),
        Value::Null | Value::Bool(_) => code.push_str(&value.to_string()),
        Value::Array(items) => {
            code.push('[');
            for (index, item) in items.iter().enumerate() {
                code.push_str(separator(index));
                write_literal(item, code);
            }
            code.push(']');
        }
        Value::Object(members) => {
            code.push('{');
            for (index, (name, member)) in members.iter().enumerate() {
                code.push_str(&format!("{}{name:?}:", separator(index)));
                write_literal(member, code);
            }
            code.push('}');
        }
    }
}

/// Returns the literal of a number. An integer without a suffix would be an `i32`.
fn number_literal(number: &serde_json::Number) -> String {
    match number.as_i64() {
        Some(integer) if i32::try_from(integer).is_err() => format!("{integer}_i64"),
        None if number.is_u64() => format!("{number}_u64"),
        _ => number.to_string(),
    }
}
