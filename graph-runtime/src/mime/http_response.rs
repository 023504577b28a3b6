use bytes::Bytes;
use http::{StatusCode, header};

use super::fields::{first_line, read_fields};

/// Reads a response as `application/http` holds it: a status line, header fields, an empty line, and the body.
///
/// # Errors
///
/// The status line or a header line is not valid.
pub(crate) fn read_response(text: &Bytes) -> Result<http::Response<Bytes>, String> {
    let mut rest = text.clone();
    let status = loop {
        if rest.is_empty() {
            return Err("the response is empty".to_owned());
        }
        let (line, after) = first_line(&rest);
        // Some services write an empty line first.
        if !line.is_empty() {
            let status = status_of(line).ok_or("the response has no valid status line")?;
            break (status, after);
        }
        rest = after;
    };
    let (status, rest) = status;
    let (headers, body) = read_fields(&rest)?;
    let length = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.trim().parse().ok());
    let body = match length {
        // Some services write line ends after the body. Others count those of the body differently.
        Some(length) if body.get(length..).is_some_and(|rest| rest.iter().all(|byte| b"\r\n".contains(byte))) => {
            body.slice(..length)
        }
        _ => body,
    };
    let mut response = http::Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Ok(response)
}

/// Reads `HTTP/1.1 200 OK`.
fn status_of(line: &[u8]) -> Option<StatusCode> {
    let text = std::str::from_utf8(line).ok()?;
    let (version, rest) = text.split_once(' ')?;
    version.starts_with("HTTP/").then_some(())?;
    StatusCode::from_bytes(rest.trim_start().split(' ').next()?.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::read_response;

    #[test]
    fn responses_with_either_line_end() {
        for (text, status, body) in [
            ("HTTP/1.1 200 OK\r\nX: 1\r\n\r\n{}", 200, "{}"),
            ("HTTP/1.1 200\nX: 1\n\n{}\n", 200, "{}\n"),
            ("\r\nHTTP/1.0 404 Not Found\r\nx: 1\r\nContent-Length: 2\r\n\r\n{}\r\n\r\n", 404, "{}"),
            ("HTTP/1.1 204 No Content\r\nx: 1", 204, ""),
            ("HTTP/1.1 200 OK\r\nx: 1\r\nContent-Length: 99\r\n\r\n{}", 200, "{}"),
            ("HTTP/1.1 200 OK\r\nx: 1\r\nContent-Length: 1\r\n\r\n{}", 200, "{}"),
        ] {
            let response = read_response(&Bytes::from(text)).unwrap();
            assert_eq!((response.status().as_u16(), &response.body()[..]), (status, body.as_bytes()), "{text}");
            assert_eq!(response.headers()["x"], "1");
        }
        for text in [
            "",
            "\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "HTTP/1.1\r\n\r\n",
            "HTTP/1.1 20\r\n\r\n",
            "HTTP/1.1 200 OK\nx\n",
        ] {
            assert!(read_response(&Bytes::from(text)).is_err(), "{text}");
        }
    }
}
