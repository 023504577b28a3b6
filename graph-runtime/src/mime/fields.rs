use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// The most header lines of a part. Servers and clients of HTTP have similar limits.
pub(crate) const MAX_FIELDS: usize = 100;

/// Reads header fields up to an empty line, and returns what follows it. Lines end with CRLF or LF.
///
/// Fields that are not valid in HTTP are ignored. The end of the text ends the fields too, since some services omit the
/// empty line before an empty body.
///
/// # Errors
///
/// A line is not a field, or there are too many.
pub(crate) fn read_fields(text: &Bytes) -> Result<(HeaderMap, Bytes), String> {
    let (mut headers, mut rest, mut lines) = (HeaderMap::new(), text.clone(), 0);
    let mut field: Option<(String, String)> = None;
    loop {
        let (line, after) = first_line(&rest);
        let is_last = line.is_empty();
        let is_continuation = line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        if is_continuation && let Some((_, value)) = &mut field {
            // A folded line continues the value: RFC 5322, section 2.2.3.
            value.push(' ');
            value.push_str(String::from_utf8_lossy(line).trim());
        } else {
            if let Some((name, value)) = field.take() {
                append(&mut headers, &name, &value);
            }
            if !is_last {
                let text = String::from_utf8_lossy(line);
                let (name, value) = text.split_once(':').ok_or("a header line has no colon")?;
                field = Some((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        rest = after;
        if is_last {
            return Ok((headers, rest));
        }
        lines += 1;
        if lines > MAX_FIELDS {
            return Err(format!("there are more than {MAX_FIELDS} header lines"));
        }
    }
}

fn append(headers: &mut HeaderMap, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value.trim())) {
        headers.append(name, value);
    }
}

/// Returns the first line without its end, and what follows it.
pub(super) fn first_line(text: &Bytes) -> (&[u8], Bytes) {
    let end = text.iter().position(|byte| *byte == b'\n');
    let line = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
    let rest = end.map_or_else(Bytes::new, |end| text.slice(end + 1..));
    (line.strip_suffix(b"\r").unwrap_or(line), rest)
}

/// Returns the media type in lower case, without parameters.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::read_fields;

    #[test]
    fn fields_end_with_an_empty_line() {
        for (text, rest) in [
            ("a: 1\r\nB:2\r\n\r\nbody\r\n", "body\r\n"),
            ("a: 1\nb : 2\n\nbody", "body"),
            ("a: 1\r\nb: 2", ""),
            ("a:1\r\nb:\r\n  2\r\n\r\n\r\nx", "\r\nx"),
        ] {
            let (headers, found) = read_fields(&Bytes::from(text)).unwrap();
            assert!(headers["a"] == "1" && headers["b"] == "2", "{text}");
            assert_eq!(found, rest, "{text}");
        }
        let (headers, rest) = read_fields(&Bytes::from("\r\nx")).unwrap();
        assert!(headers.is_empty() && rest == "x");
        let (headers, _) = read_fields(&Bytes::from("a b: 1\nc: \x07\nd: 2\n\n")).unwrap();
        assert_eq!(headers.len(), 1);
    }

    #[test]
    fn other_lines_are_errors() {
        assert!(read_fields(&Bytes::from("a: 1\nb\n\n")).is_err());
        assert!(read_fields(&Bytes::from("a: 1\n".repeat(101))).is_err());
        assert!(read_fields(&Bytes::from(format!("a: 1\n{}", " x\n".repeat(101)))).is_err());
        assert!(read_fields(&Bytes::from("a: 1\n".repeat(100))).is_ok());
    }
}
