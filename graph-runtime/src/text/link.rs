use std::fmt::{self, Write};

/// A text of which links are shown without path and query, which may hold tokens: skip tokens, and the signatures of
/// upload sessions and downloads.
///
/// `Display` is for JSON text, and shortens its strings that are URLs. `Debug` is for the `Debug` of one value, which
/// may be a relative link.
pub(crate) struct ShortLinks<'a>(pub(crate) &'a str);

/// Returns whether a link names nothing, and so would lead to the service's root: it is empty, has only what parsers of
/// URLs remove (<https://url.spec.whatwg.org/#concept-basic-url-parser>), or has only a fragment.
pub(crate) fn is_blank_link(link: &str) -> bool {
    let link = link.trim_matches(|c: char| c <= ' ');
    link.is_empty() || link.starts_with('#')
}

/// What a link begins with in JSON.
const STARTS: [&str; 2] = ["\"https://", "\"http://"];

/// Returns whether a property of this name may be a link: `@odata.nextLink`, `uploadUrl`.
pub(crate) fn names_link(name: &str) -> bool {
    ["link", "url", "uri", "location"].iter().any(|end| {
        let start = name.len().checked_sub(end.len());
        start.and_then(|start| name.get(start..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
    })
}

impl fmt::Display for ShortLinks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(at) = rest.find("\"http") {
            let (before, link) = rest.split_at(at);
            f.write_str(before)?;
            let Some(start) = STARTS.iter().find(|start| link.starts_with(**start)) else {
                f.write_char('"')?;
                rest = link.get(1..).unwrap_or_default();
                continue;
            };
            let (_, after) = link.split_at(start.len());
            let (link, next) = after.split_at(end_of_string(after));
            let host = link.split(['/', '?', '#', '\\']).next().unwrap_or_default();
            // A user name and a password.
            let shown = host.rsplit('@').next().unwrap_or_default();
            write!(f, "{start}{shown}{}", if shown.len() == link.len() { "" } else { "/…" })?;
            rest = next;
        }
        f.write_str(rest)
    }
}

/// Returns where the quote is that ends a JSON string.
fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    end.unwrap_or(text.len())
}

impl fmt::Debug for ShortLinks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_url = STARTS.iter().any(|start| self.0.starts_with(start));
        let is_relative = self.0.starts_with("\"/") || self.0.starts_with('"') && self.0.contains('?') && !is_url;
        if is_relative { f.write_str("\"/…\"") } else { fmt::Display::fmt(self, f) }
    }
}

#[cfg(test)]
mod tests {
    use super::{ShortLinks, names_link};

    #[test]
    fn links_are_shown_without_path_and_query() {
        for (text, expected) in [
            (r#""https://x.example/a?$skiptoken=S""#, r#""https://x.example/…""#),
            (r#"{"a":"http://x:1?S","b":["https://y/S\"S\\","c"]}"#, r#"{"a":"http://x:1/…","b":["https://y/…","c"]}"#),
            (r#""https://user:S@x/""#, r#""https://x/…""#),
            (r#""https://x.example""#, r#""https://x.example""#),
            (r#""httpx""#, r#""httpx""#),
            (r#"["http"#, r#"["http"#),
            (r#""https://x/S"#, r#""https://x/…"#),
            ("5", "5"),
        ] {
            assert_eq!(ShortLinks(text).to_string(), expected, "{text}");
        }
        for (text, expected) in [
            (r#""/delta?S""#, r#""/…""#),
            (r#""users?S""#, r#""/…""#),
            (r#""https://x/S?""#, r#""https://x/…""#),
            (r#""Building 5""#, r#""Building 5""#),
            ("Location { }", "Location { }"),
        ] {
            assert_eq!(format!("{:?}", ShortLinks(text)), expected);
        }
        assert!(names_link("@odata.nextLink") && names_link("uploadUrl") && names_link("URL"));
        assert!(!names_link("name") && !names_link("é") && !names_link(""));
    }
}
