use std::fmt::Write;

use graph_runtime::http::Method;
use serde_json::Value;

use crate::{
    matching::RELEVANT,
    request::Request,
    text::{is_secret_option, option_pairs, redacted_json},
};

/// Returns the Rust code that expects a request, with an answer to fill in.
pub(super) fn snippet(request: &Request) -> String {
    let target = target(request);
    let target = if request.is_to_other_host() {
        format!("\"https://{}{}\"", request.host().unwrap_or_default(), target.escape_debug())
    } else if request.is_below_root() {
        format!("{target:?}")
    } else {
        format!("&server.url({target:?})")
    };
    let mut code = format!("server\n    .when_request({:?}, {target})", request.method().as_str());
    // The values of these are not shown.
    for (name, _) in option_pairs(request.query().unwrap_or_default()) {
        if is_secret_option(&name) {
            let _ = write!(code, "\n    .any_option({name:?})");
        }
    }
    for name in RELEVANT {
        if let Some(value) = request.header(name) {
            let _ = write!(code, "\n    .with_header({name:?}, {value:?})");
        }
    }
    match request.json() {
        Ok(body) if has_no_secret(&body) => {
            let _ = write!(code, "\n    .with_json(serde_json::json!({body}))");
        }
        _ if request.bytes().is_empty() => {}
        _ => code.push_str("\n    .any_body()"),
    }
    code.push_str(match *request.method() {
        Method::DELETE | Method::PATCH | Method::PUT => "\n    .answers(graph_testing::Response::no_content());",
        _ => "\n    .answers(graph_testing::Response::json(200, &serde_json::json!({})));",
    });
    code
}

/// Returns the path and query below the root, as `when_request` reads them.
fn target(request: &Request) -> String {
    let path = if request.is_to_other_host() { request.full_path() } else { request.path() };
    let encode = |text: &str| text.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B");
    let pairs = option_pairs(request.query().unwrap_or_default());
    let pairs = pairs.iter().filter(|(name, _)| !is_secret_option(name));
    let query: Vec<String> = pairs.map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

fn has_no_secret(body: &Value) -> bool {
    redacted_json(body) == *body
}

#[cfg(test)]
mod tests {
    use graph_runtime::{Bytes, http};

    use super::snippet;
    use crate::request::Request;

    #[test]
    fn code_has_what_is_compared() {
        let request = http::Request::patch("https://h/v1.0/users/a%40b?$filter=name%20eq%20'R%26D'&sig=x");
        let request = request.header("if-match", "W/\"1\"").body(Bytes::from_static(b"{\"a\": [1, null]}")).unwrap();
        let code = snippet(&Request::new(request, &"/v1.0".into(), false));
        assert_eq!(
            code,
            r#"server
    .when_request("PATCH", "/users/a%40b?$filter=name eq 'R%26D'")
    .any_option("sig")
    .with_header("if-match", "W/\"1\"")
    .with_json(serde_json::json!({"a":[1,null]}))
    .answers(graph_testing::Response::no_content());"#
        );
    }
}
