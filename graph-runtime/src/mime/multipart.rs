use bytes::Bytes;

/// The parts of a body, without the delimiters.
#[derive(Debug, Default)]
pub(crate) struct Multipart {
    pub(crate) parts: Vec<Bytes>,
    /// What follows the last part if the closing delimiter is missing: the body is cut off.
    pub(crate) rest: Option<Bytes>,
}

/// Splits a body at its delimiters, in linear time and without copies. Lines end with CRLF or LF.
///
/// Parts beyond `max` are ignored. What precedes the first delimiter and follows the closing one is ignored
/// too.
pub(crate) fn split(body: &Bytes, boundary: &str, max: usize) -> Multipart {
    let mut found = Multipart::default();
    // Where the current part begins.
    let (mut begin, mut line): (Option<usize>, usize) = (None, 0);
    loop {
        let left = body.get(line..).unwrap_or_default();
        let end = left.iter().position(|byte| *byte == b'\n').map(|at| line + at + 1);
        let text = body.get(line..end.unwrap_or(body.len())).unwrap_or_default();
        if let Some(delimiter) = Delimiter::read(text, boundary.as_bytes()) {
            if let Some(begin) = begin.take()
                && found.parts.len() < max
            {
                found.parts.push(body.slice(begin..without_line_end(body, begin, line)));
            }
            if delimiter == Delimiter::Closing {
                return found;
            }
            begin = Some(end.unwrap_or(body.len()));
        }
        match end {
            Some(end) => line = end,
            None => break,
        }
    }
    // A part without the delimiter after it may be incomplete.
    found.rest = Some(begin.map_or_else(Bytes::new, |begin| body.slice(begin..)));
    found
}

/// Returns where a part ends: before the line end that belongs to the delimiter at `line`.
fn without_line_end(body: &Bytes, begin: usize, line: usize) -> usize {
    let part = body.get(begin..line).unwrap_or_default();
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    begin + part.strip_suffix(b"\r").unwrap_or(part).len()
}

/// A line between parts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Delimiter {
    Inner,
    Closing,
}

impl Delimiter {
    /// Reads `--boundary` or `--boundary--`, with white space at the end.
    fn read(line: &[u8], boundary: &[u8]) -> Option<Self> {
        let rest = line.strip_prefix(b"--")?.strip_prefix(boundary)?;
        let (delimiter, rest) = match rest.strip_prefix(b"--") {
            Some(rest) => (Self::Closing, rest),
            None => (Self::Inner, rest),
        };
        rest.trim_ascii().is_empty().then_some(delimiter)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use proptest::prelude::*;

    use super::split;

    fn parts(text: &str) -> (Vec<String>, bool) {
        let found = split(&Bytes::copy_from_slice(text.as_bytes()), "b", 3);
        let parts = found.parts.iter().map(|part| String::from_utf8_lossy(part).into_owned()).collect();
        (parts, found.rest.is_none())
    }

    #[test]
    fn parts_are_between_delimiters() {
        for (text, expected, is_complete) in [
            ("--b\r\none\r\n--b\r\ntwo\r\n--b--\r\n", &["one", "two"][..], true),
            ("preamble\n--b \t\none\n--b\n\n--b--\nepilogue\n--b\nx", &["one", ""], true),
            ("--b\r\none\r\n\r\n--b--", &["one\r\n"], true),
            ("--b\r\n--ba\r\n--c\r\n-- b\r\n--b--", &["--ba\r\n--c\r\n-- b"], true),
            ("--b\r\none\r\n--b\r\ntw", &["one"], false),
            ("--b\r\none\r\n--b", &["one"], false),
            ("--b--", &[], true),
            ("", &[], false),
            ("x--b\none\n--b--", &[], true),
            ("--b\n1\n--b\n2\n--b\n3\n--b\n4\n--b--", &["1", "2", "3"], true),
        ] {
            let expected = expected.iter().map(|part| (*part).to_owned()).collect();
            assert_eq!(parts(text), (expected, is_complete), "{text}");
        }
    }

    proptest! {
        /// Any bodies without the delimiter come back.
        #[test]
        fn bodies_come_back(bodies in prop::collection::vec("[ab\r\n-]{0,20}", 1..4), crlf in any::<bool>()) {
            let end = if crlf { "\r\n" } else { "\n" };
            let boundary = "-a_b-";
            let mut text = String::new();
            for body in &bodies {
                text += &format!("--{boundary}{end}{body}{end}");
            }
            text += &format!("--{boundary}--{end}");
            let found = split(&Bytes::from(text), boundary, 10);
            let text = |part: &Bytes| String::from_utf8_lossy(part).into_owned();
            let found: Vec<String> = found.parts.iter().map(text).collect();
            // With LF, a CR at the end of a body is taken for a part of the line end.
            let expected = |body: &String| match crlf {
                true => body.clone(),
                false => body.strip_suffix('\r').unwrap_or(body).to_owned(),
            };
            let bodies: Vec<String> = bodies.iter().map(expected).collect();
            prop_assert_eq!(found, bodies);
        }
    }
}
