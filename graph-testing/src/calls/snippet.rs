use std::fmt::Write;

use graph_runtime::http::{HeaderValue, Method};

use super::json_literal::json_expression;
use crate::{
    matching::RELEVANT,
    request::Request,
    text::{HIDDEN, TextKind, decoded, is_link_token, is_secret_option, redacted_json, redacted_text},
};

/// Returns the Rust code that expects a request, with an answer to fill in.
pub(super) fn snippet(request: &Request) -> String {
    let target = target(request);
    let target = if request.is_to_other_host() {
        format!("{:?}", format!("https://{}{target}", request.host().unwrap_or_default()))
    } else if request.is_below_root() {
        format!("{target:?}")
    } else {
        format!("&server.url({target:?})")
    };
    let mut code = format!("server\n    .when_request({:?}, {target})", request.method().as_str());
    for (name, value) in &request.decoded().options {
        if is_secret(name, value) {
            let _ = write!(code, "\n    .any_option({name:?})");
        }
    }
    for name in RELEVANT {
        match request.headers().get(name) {
            Some(value) if value.is_sensitive() => {
                let _ = write!(code, "\n    .any_header({name:?})");
            }
            value => {
                if let Some(value) = value.map(HeaderValue::to_str).and_then(Result::ok) {
                    let _ = write!(code, "\n    .with_header({name:?}, {value:?})");
                }
            }
        }
    }
    match &request.decoded().json {
        Some(body) if redacted_json(body) == *body => {
            let _ = write!(code, "\n    .with_json({})", json_expression(body));
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
    let path = path.split('/').map(segment).collect::<Vec<_>>().join("/");
    let encode = |text: &str| {
        let text = text.replace('%', "%25").replace('&', "%26").replace('#', "%23").replace('+', "%2B");
        text.replace('{', "%7B").replace('}', "%7D")
    };
    let options = request.decoded().options.iter().filter(|(name, value)| !is_secret(name, value));
    let query: Vec<String> =
        options.map(|(name, value)| format!("{}={}", encode(name).replace('=', "%3D"), encode(value))).collect();
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

/// Returns a segment of a path as it was sent, with a hole in place of a secret: `delta(token='{hidden}')`.
fn segment(segment: &str) -> String {
    let decoded = decoded(segment);
    let redacted = redacted_text(&decoded, TextKind::Target);
    if redacted == decoded { segment.to_owned() } else { redacted.replace(HIDDEN, "{hidden}") }
}

/// Returns whether the value of a query option is not shown. Tokens of OData's links are.
fn is_secret(name: &str, value: &str) -> bool {
    is_secret_option(name) || (!is_link_token(name) && redacted_text(value, TextKind::Prose) != value)
}

#[cfg(test)]
mod tests {
    use graph_runtime::{
        Bytes,
        http::{self, HeaderValue},
    };
    use serde_json::{Value, json};

    use super::snippet;
    use crate::request::Request;

    fn code_of(request: http::Request<Bytes>) -> String {
        let code = snippet(&Request::new(request, &"/v1.0".into(), false));
        let parsed = syn::parse_str::<syn::Block>(&format!("{{ {code} }}"));
        assert!(parsed.is_ok(), "{code}");
        code
    }

    #[test]
    fn code_has_what_is_compared() {
        let request = http::Request::patch("https://h/v1.0/users/a%40b?$filter=name%20eq%20'R%26D'&sig=x");
        let request = request.header("if-match", "W/\"1\"").body(Bytes::from_static(b"{\"a\": [1, null]}")).unwrap();
        assert_eq!(
            code_of(request),
            r#"server
    .when_request("PATCH", "/users/a%40b?$filter=name eq 'R%26D'")
    .any_option("sig")
    .with_header("if-match", "W/\"1\"")
    .with_json(serde_json::json!({"a":[1,null]}))
    .answers(graph_testing::Response::no_content());"#
        );
    }

    #[test]
    fn code_has_no_secrets() {
        let request = http::Request::get("https://h/v1.0/delta(token='hunter')?%73ig=hunter&next=a%3Fsig%3Dhunter");
        let mut request = request.body(Bytes::from_static(b"{\"a\":{\"secret\":{\"b\":\"hunter\"}}}")).unwrap();
        let mut value = HeaderValue::from_static("hunter");
        value.set_sensitive(true);
        request.headers_mut().insert("if-match", value);
        let code = code_of(request);
        assert!(!code.contains("hunter"), "{code}");
        for part in ["/delta(token='{hidden}')", ".any_option(\"sig\")", ".any_header(\"if-match\")", ".any_body()"] {
            assert!(code.contains(part), "{code}");
        }
    }

    #[test]
    fn code_is_rust_for_any_text() {
        let texts =
            ["\u{1}\u{8}\u{c}\u{7f}", "\"\\/\r\n\t", "\u{2028}\u{202e}\u{feff}", "'{}#//*", "é😀\u{0}", "r#\"x\"#"];
        for text in texts {
            let body = json!({ text: [text, { "a": text }] });
            let request = http::Request::post("https://h/v1.0/x").body(Bytes::from(body.to_string())).unwrap();
            let code = code_of(request);
            let start = code.find("json!(").unwrap() + "json!(".len();
            let end = code.find("\n    .answers").unwrap() - 2;
            assert_eq!(literals(&code[start..end]), [text, text, "a", text], "{code}");
        }
        let bodies = [
            json!([i64::MIN, u64::MAX, 2_147_483_648_u32, -5, 1.5, 1e300, -0.0, true, null]),
            (0..200).map(Value::from).collect(),
            (0..60).fold(json!(1), |body, _| json!({ "a": body })),
        ];
        for body in bodies {
            let request = http::Request::post("https://h/v1.0/x").body(Bytes::from(body.to_string())).unwrap();
            code_of(request);
        }
    }

    /// Returns the values of the string literals of an expression in JSON's syntax.
    fn literals(code: &str) -> Vec<String> {
        fn visit(tokens: proc_macro2::TokenStream, found: &mut Vec<String>) {
            for token in tokens {
                match token {
                    proc_macro2::TokenTree::Group(group) => visit(group.stream(), found),
                    proc_macro2::TokenTree::Literal(literal) => {
                        if let syn::Lit::Str(text) = syn::Lit::new(literal) {
                            found.push(text.value());
                        }
                    }
                    _ => {}
                }
            }
        }
        let mut found = Vec::new();
        visit(code.parse().unwrap(), &mut found);
        found
    }
}
