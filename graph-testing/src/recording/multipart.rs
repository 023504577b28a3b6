//! Bodies of several parts: RFC 2046, section 5.1.

/// Returns the boundary of a media type.
pub(super) fn boundary(media_type: &str) -> Option<String> {
    let parameters = media_type.split(';').skip(1);
    let mut boundaries = parameters.filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"').to_owned())
    });
    boundaries.next().filter(|boundary| !boundary.is_empty())
}

/// Splits a body at its delimiters. `None` if the closing one is missing.
pub(super) fn parts<'a>(text: &'a str, boundary: &str) -> Option<Vec<&'a str>> {
    let (mut parts, mut begin, mut at) = (Vec::new(), None, 0);
    for line in text.split_inclusive('\n') {
        let rest = line.trim_end().strip_prefix("--").and_then(|rest| rest.strip_prefix(boundary));
        if let Some(rest) = rest.filter(|rest| rest.is_empty() || *rest == "--") {
            if let Some(begin) = begin {
                let part = &text[begin..at];
                let part = part.strip_suffix('\n').unwrap_or(part);
                parts.push(part.strip_suffix('\r').unwrap_or(part));
            }
            if rest == "--" {
                return Some(parts);
            }
            begin = Some(at + line.len());
        }
        at += line.len();
    }
    None
}

/// Splits a part after the empty line that ends its header.
pub(super) fn split_head(part: &str) -> (&str, &str) {
    let mut at = 0;
    for line in part.split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() {
            break;
        }
    }
    part.split_at(at)
}

/// Returns the names and values of a header.
pub(super) fn fields(head: &str) -> impl Iterator<Item = (&str, &str)> {
    head.lines().filter_map(|line| line.split_once(':')).map(|(name, value)| (name.trim(), value.trim()))
}

/// Returns the value of a header line.
pub(super) fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    fields(head).find_map(|(known, value)| known.eq_ignore_ascii_case(name).then_some(value))
}

/// Returns the methods and targets of the requests of a batch, and of its change sets.
pub(super) fn requests(text: &str) -> Vec<(&str, &str)> {
    let request = |line| {
        let words: Vec<&str> = str::split_whitespace(line).collect();
        match words.as_slice() {
            [method, target, version] if version.starts_with("HTTP/") => Some((*method, *target)),
            _ => None,
        }
    };
    text.lines().filter_map(request).collect()
}
