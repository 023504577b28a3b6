//! The HTML document: the page's sources, with the catalog between them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use sha2::{Digest, Sha256};

const HTML: &str = include_str!("page/page.html");
const CSS: &str = include_str!("page/page.css");

/// The scripts in the order of their dependencies. They share one scope.
const SCRIPTS: [&str; 23] = [
    include_str!("page/dom.js"),
    include_str!("page/catalog.js"),
    include_str!("page/paths.js"),
    include_str!("page/listing.js"),
    include_str!("page/path_search.js"),
    include_str!("page/words.js"),
    include_str!("page/search.js"),
    include_str!("page/closure.js"),
    include_str!("page/snippet.js"),
    include_str!("page/permissions.js"),
    include_str!("page/cover.js"),
    include_str!("page/least.js"),
    include_str!("page/clouds.js"),
    include_str!("page/selection.js"),
    include_str!("page/rows.js"),
    include_str!("page/tree.js"),
    include_str!("page/documentation.js"),
    include_str!("page/parts.js"),
    include_str!("page/request_page.js"),
    include_str!("page/pages.js"),
    include_str!("page/access.js"),
    include_str!("page/basket.js"),
    include_str!("page/app.js"),
];

/// Writes the document around a catalog.
pub(super) fn html(catalog: &Value) -> String {
    // Browsers hash what a parser makes of lines that end as on Windows.
    let script = ["\"use strict\";\n", &SCRIPTS.join("\n")].concat().replace("\r\n", "\n");
    let style = CSS.replace("\r\n", "\n");
    // Only these two may run or apply, so that text of a document could do nothing even if it became markup.
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        digest(&script),
        digest(&style),
    );
    let catalog = json_in_html(catalog);
    let mut document = String::with_capacity(HTML.len() + CSS.len() + script.len() + catalog.len());
    // One pass, so that nothing in the catalog is taken for a placeholder.
    let mut rest = HTML;
    for (placeholder, text) in
        [("{{policy}}", policy.as_str()), ("{{style}}", &style), ("{{catalog}}", &catalog), ("{{script}}", &script)]
    {
        let (before, after) = rest.split_once(placeholder).unwrap_or((rest, ""));
        document.push_str(before);
        document.push_str(text);
        rest = after;
    }
    document.push_str(rest);
    document
}

/// JSON that no HTML parser takes for markup, nor any JavaScript parser for the end of a line.
///
/// These characters occur only in strings.
fn json_in_html(value: &Value) -> String {
    let json = value.to_string();
    let mut text = String::with_capacity(json.len());
    let mut rest = json.as_str();
    while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        let mut characters = after.chars();
        text.extend(characters.next().map(|character| format!("\\u{:04x}", u32::from(character))));
        rest = characters.as_str();
    }
    text.push_str(rest);
    text
}

fn digest(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{html, json_in_html};

    #[test]
    fn text_is_data_and_never_markup() {
        let hostile = json!({ "</script><!--": "<script>alert(1)</script>]]>&amp;\u{2028}\u{2029}\"'{{script}}" });
        let text = json_in_html(&hostile);
        assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), hostile);
        let document = html(&hostile);
        assert_eq!(document.matches("<script").count(), html(&Value::Null).matches("<script").count());
        assert!(document.contains(&text));
    }

    #[test]
    fn every_placeholder_is_replaced_and_nothing_is_loaded() {
        let document = html(&Value::Null);
        assert!(!document.contains("{{"), "a placeholder is left");
        for loading in [" src=", "href=\"http", "url(", "@import", "import(", "fetch(", "XMLHttpRequest"] {
            assert!(!document.contains(loading), "{loading}");
        }
    }
}
