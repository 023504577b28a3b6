//! Bodies of several parts: RFC 2046, section 5.1.

use graph_runtime::{Bytes, http::HeaderMap};

use super::batch::add_header;

/// The most header lines of a part.
const MAX_FIELDS: usize = 100;

/// Returns the boundary of a multipart media type.
pub(super) fn boundary_of(media_type: &str) -> Option<String> {
    let (kind, parameters) = media_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/mixed") {
        return None;
    }
    let boundary = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"').to_owned())
    });
    boundary.filter(|boundary| !boundary.is_empty())
}

/// Returns a boundary that occurs in none of the bodies.
pub(super) fn new_boundary<'a>(name: &str, bodies: impl Iterator<Item = &'a [u8]> + Clone) -> String {
    let mut number = 1_u64;
    loop {
        let boundary = format!("{name}_{number}");
        let is_free = |body: &[u8]| !body.windows(boundary.len()).any(|window| window == boundary.as_bytes());
        if bodies.clone().all(is_free) {
            return boundary;
        }
        number += 1;
    }
}

/// Splits a body at its delimiters.
///
/// # Errors
///
/// If the closing delimiter is missing, or there are more than `max` parts.
pub(super) fn parts(body: &Bytes, boundary: &str, max: usize) -> Result<Vec<Bytes>, String> {
    let (delimiter, closing) = (format!("--{boundary}"), format!("--{boundary}--"));
    let (mut parts, mut begin, mut line) = (Vec::new(), None, 0);
    while line < body.len() {
        let end = body[line..].iter().position(|byte| *byte == b'\n').map_or(body.len(), |at| line + at + 1);
        let text = body[line..end].trim_ascii_end();
        if text == delimiter.as_bytes() || text == closing.as_bytes() {
            if let Some(begin) = begin {
                parts.push(body.slice(begin..without_line_end(body, begin, line)));
            }
            if text == closing.as_bytes() {
                return Ok(parts);
            }
            if parts.len() >= max {
                return Err(format!("A batch has at most {max} parts."));
            }
            begin = Some(end);
        }
        line = end;
    }
    Err("The closing delimiter of the batch is missing.".to_owned())
}

/// Returns where a part ends: before the line end that belongs to the delimiter at `line`.
fn without_line_end(body: &Bytes, begin: usize, line: usize) -> usize {
    let part = &body[begin..line.max(begin)];
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    begin + part.strip_suffix(b"\r").unwrap_or(part).len()
}

/// Reads header lines up to an empty one, and returns what follows it.
///
/// # Errors
///
/// If a line is not a header, or there are too many.
pub(super) fn fields(text: &Bytes) -> Result<(HeaderMap, Bytes), String> {
    let (mut headers, mut begin) = (HeaderMap::new(), 0);
    for _ in 0..MAX_FIELDS {
        let end = text[begin..].iter().position(|byte| *byte == b'\n').map_or(text.len(), |at| begin + at + 1);
        let line = String::from_utf8_lossy(&text[begin..end]);
        begin = end;
        if line.trim().is_empty() {
            return Ok((headers, text.slice(begin..)));
        }
        let (name, value) = line.split_once(':').ok_or("A header line of the batch has no colon.")?;
        add_header(&mut headers, name.trim(), value.trim());
    }
    Err(format!("A part of the batch has more than {MAX_FIELDS} header lines."))
}

#[cfg(test)]
mod tests {
    use graph_runtime::Bytes;

    use super::{boundary_of, fields, new_boundary, parts};

    #[test]
    fn bodies_are_split() {
        let body = Bytes::from("preamble\r\n--b\r\na: 1\r\n\r\none\r\n\r\n--b \r\n--bc\r\n--b--\r\nepilogue");
        let found = parts(&body, "b", 2).unwrap();
        assert_eq!(found, ["a: 1\r\n\r\none\r\n", "--bc"]);
        let (headers, content) = fields(&found[0]).unwrap();
        assert_eq!((headers["a"].to_str().unwrap(), &content[..]), ("1", &b"one\r\n"[..]));
        assert!(parts(&body, "b", 1).is_err());
        for text in ["", "--b\r\na", "--b--x"] {
            assert!(parts(&Bytes::from(text), "b", 9).is_err(), "{text}");
        }
        assert!(parts(&Bytes::from("--b\n--b--"), "b", 9).unwrap()[0].is_empty());
        assert!(fields(&Bytes::from("a")).is_err() && fields(&Bytes::from("a: 1\n".repeat(101))).is_err());
    }

    #[test]
    fn boundaries_are_read_and_made() {
        assert_eq!(boundary_of("Multipart/Mixed; charset=x; Boundary=\"a_1\"").as_deref(), Some("a_1"));
        assert_eq!(boundary_of("application/json; boundary=a"), None);
        assert_eq!(new_boundary("b", [&b"x--b_1"[..], b"b_2"].into_iter()), "b_3");
    }
}
