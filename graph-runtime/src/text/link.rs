use std::fmt::{self, Write};

use super::one_line::OneLine;

/// A text of which links are shown without path and query, which may hold tokens: skip tokens, and the signatures of
/// upload sessions and downloads. It is on one line.
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

/// What a link begins with.
const STARTS: [&str; 2] = ["https://", "http://"];

/// Returns whether a property of this name may be a link: `@odata.nextLink`, `uploadUrl`.
pub(crate) fn names_link(name: &str) -> bool {
    ["link", "url", "uri", "location"].iter().any(|end| {
        let start = name.len().checked_sub(end.len());
        start.and_then(|start| name.get(start..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
    })
}

impl fmt::Display for ShortLinks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // JSON may have line breaks between its values, and other control characters within strings.
        let mut line = OneLine(f);
        let mut rest = self.0;
        while let Some((before, after)) = rest.split_once('"') {
            write!(line, "{before}\"")?;
            rest = after;
            if let Some(link) = Link::read(after) {
                write!(line, "{link}")?;
                rest = after.get(end_of_string(after)..).unwrap_or_default();
            }
        }
        line.write_str(rest)
    }
}

/// What is shown of a link.
struct Link {
    start: &'static str,
    host: String,
    has_more: bool,
}

impl Link {
    /// Reads the beginning of a string after its quote, as a URL parser does: however the characters are escaped, in
    /// any case, and without spaces before it.
    fn read(text: &str) -> Option<Self> {
        let chars = unescaped(text).filter(|c| !matches!(c, '\t' | '\n' | '\r'));
        let chars = chars.skip_while(|c| *c <= ' ').map(|c| if c == '\\' { '/' } else { c.to_ascii_lowercase() });
        let (start, mut rest) = STARTS.iter().find_map(|start| {
            let mut rest = chars.clone();
            start.chars().all(|c| rest.next() == Some(c)).then_some((*start, rest))
        })?;
        let mut link = Self { start, host: String::new(), has_more: false };
        while !link.has_more
            && let Some(c) = rest.next()
        {
            match c {
                '/' | '?' | '#' => link.has_more = true,
                _ => link.host.push(c),
            }
        }
        // A user name and a password.
        if let Some((_, host)) = link.host.rsplit_once('@') {
            (link.host, link.has_more) = (host.to_owned(), true);
        }
        Some(link)
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.start, self.host.escape_debug(), if self.has_more { "/…" } else { "" })
    }
}

/// Returns the characters up to the quote that ends a string of JSON or of Rust.
fn unescaped(text: &str) -> impl Iterator<Item = char> + Clone {
    let mut chars = text.chars();
    let next = move || match chars.next()? {
        '"' => None,
        '\\' => match chars.next()? {
            'u' => Some(code_point(&mut chars)),
            'b' | 'f' | 'n' | 'r' | 't' => Some('\n'),
            itself => Some(itself),
        },
        c => Some(c),
    };
    std::iter::from_fn(next).fuse()
}

/// Reads a character after `\u`: `0041`, or `{41}`.
fn code_point(chars: &mut std::str::Chars<'_>) -> char {
    let text = chars.as_str();
    let (digits, after) = match text.strip_prefix('{') {
        Some(rest) => rest.split_once('}').unwrap_or((rest, "")),
        None => text.split_at_checked(4).unwrap_or((text, "")),
    };
    *chars = after.chars();
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
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
        let is_relative = self.0.strip_prefix('"').is_some_and(|text| {
            let first = unescaped(text).find(|c| *c > ' ');
            (matches!(first, Some('/' | '\\')) || text.contains('?')) && Link::read(text).is_none()
        });
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
            (r#""https:\/\/x\/S?S""#, r#""https://x/…""#),
            (r#"{"a":"HTTPS://X/S","b":"\u0068ttp\u{73}:\u002f/x#S"}"#, r#"{"a":"https://x/…","b":"https://x/…"}"#),
            (r#"[" \n\tht\ntps://x/S","https:\\\\x\\S"]"#, r#"["https://x/…","https://x/…"]"#),
            (r#""https://x\u000a\u202e\ud800/S""#, r#""https://x\u{202e}�/…""#),
            (r#""\u00"#, r#""\u00"#),
            (r#""\u{"#, r#""\u{"#),
            ("{\r\n\"a\u{9b}\u{202e}\":\n\"ERROR\"}", r#"{\r\n"a\u{9b}\u{202e}":\n"ERROR"}"#),
            ("5", "5"),
        ] {
            assert_eq!(ShortLinks(text).to_string(), expected, "{text}");
        }
        for (text, expected) in [
            (r#""/delta?S""#, r#""/…""#),
            (r#""users?S""#, r#""/…""#),
            (r#""\/S""#, r#""/…""#),
            (r#"" \\S""#, r#""/…""#),
            (r#""https:\/\/x\/S?S""#, r#""https://x/…""#),
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
