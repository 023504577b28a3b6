//! The canonical form of request paths in the table of permissions.

/// The namespace of Graph in qualified names, and how it is written in the canonical form.
const NAMESPACE: &str = "microsoft.graph.";
pub(super) const PREFIX: &str = "graph.";
/// What a function without arguments ends with.
pub(super) const CALL: &str = "()";

/// Returns the canonical form of a path: `/users/{}/messages`.
///
/// It is in lower case, without query and trailing slash. Placeholders of all spellings are `{}`, keys in parentheses
/// are segments, arguments are sorted by name, empty parentheses are omitted, and names in Graph's namespace begin with
/// `graph.`.
pub(crate) fn permission_path(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    for segment in segments(path) {
        text.push('/');
        text.push_str(segment.strip_suffix(CALL).unwrap_or(&segment));
    }
    text
}

/// The segments of the canonical form, with empty parentheses where they show that a segment is a function.
pub(super) fn segments(path: &str) -> Vec<String> {
    let path = path.split('?').next().and_then(|path| path.split('#').next()).unwrap_or_default();
    let written = split(without_root(path), b'/').into_iter().map(str::trim).filter(|segment| !segment.is_empty());
    let mut canonical = Vec::new();
    let mut written = written.peekable();
    while let Some(segment) = written.next() {
        let opens_item_path = segment.len() > 1 && segment.ends_with(':');
        if !opens_item_path {
            push_segment(segment, &mut canonical);
            continue;
        }
        if written.peek().is_none() {
            // `/drive/root:` is the item itself.
            push_segment(segment.trim_end_matches(':'), &mut canonical);
            continue;
        }
        push_segment(segment.trim_end_matches(':'), &mut canonical);
        if let Some(last) = canonical.last_mut() {
            last.push(':');
        }
        // The path of the item may have several segments, up to the colon that ends it.
        let rest: Vec<&str> = written.by_ref().collect();
        let end = rest.iter().position(|segment| segment.ends_with(':'));
        let (item, after) = match end {
            Some(end) if end + 1 < rest.len() => ("{}:", &rest[end + 1..]),
            Some(_) => ("{}", &[][..]),
            // Microsoft's table forgets the colon after a placeholder: `root:/{item-path}/media`.
            None if rest.len() > 1 && rest[0].starts_with('{') => ("{}:", &rest[1..]),
            None => ("{}", &[][..]),
        };
        canonical.push(item.to_owned());
        after.iter().for_each(|segment| push_segment(segment, &mut canonical));
        break;
    }
    canonical
}

/// The path below the root of the service, of a URL too.
fn without_root(url: &str) -> &str {
    let below_scheme = url.split_once("://").filter(|(scheme, _)| {
        let scheme = scheme.trim_start();
        scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
    });
    let below_host = below_scheme.map(|(_, rest)| rest.find('/').map_or("", |slash| &rest[slash..]));
    let path = below_host.unwrap_or(url).trim_start_matches('/');
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    if matches!(first, "v1.0" | "beta") { rest } else { path }
}

/// Adds the canonical form of a segment, and of a key in its parentheses.
fn push_segment(segment: &str, canonical: &mut Vec<String>) {
    let (name, arguments) = match segment.split_once('(') {
        Some((name, arguments)) => (name, Some(arguments.strip_suffix(')').unwrap_or(arguments).trim())),
        None => (segment, None),
    };
    let mut text = match name.starts_with('{') && name.ends_with('}') {
        true => "{}".to_owned(),
        false if name.contains('{') => without_names(&name.to_ascii_lowercase()),
        false => name.to_ascii_lowercase(),
    };
    if let Some(rest) = text.strip_prefix(NAMESPACE) {
        text = format!("{PREFIX}{rest}");
    }
    match arguments {
        None => canonical.push(text),
        Some("") => canonical.push(text + CALL),
        Some(arguments) if arguments.contains('=') => {
            let mut names: Vec<String> = split(arguments, b',')
                .into_iter()
                .map(|argument| argument.split('=').next().unwrap_or_default().trim().to_ascii_lowercase())
                .collect();
            names.sort_unstable();
            text.push('(');
            for (index, name) in names.iter().enumerate() {
                text.extend([if index == 0 { "" } else { "," }, name, "={}"]);
            }
            text.push(')');
            canonical.push(text);
        }
        Some(_) => {
            if !text.is_empty() {
                canonical.push(text);
            }
            canonical.push("{}".to_owned());
        }
    }
}

/// The text with `{}` for each placeholder.
fn without_names(text: &str) -> String {
    let mut found = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, after)) = after.split_once('}') else { break };
        found.extend([before, "{}"]);
        rest = after;
    }
    found.push_str(rest);
    found
}

/// Splits a text at a separator that is not in parentheses, braces or quotes.
fn split(text: &str, separator: u8) -> Vec<&str> {
    // Searching for characters is fast even without optimization, unlike the loop below.
    if !text.contains('(') && !text.contains('\'') {
        return text.split(char::from(separator)).collect();
    }
    let mut parts = Vec::new();
    let (mut start, mut depth, mut is_quoted) = (0, 0_usize, false);
    // All of these are ASCII, so that bytes suffice.
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\'' if depth > 0 || separator == b',' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            b'(' | b'{' => depth += 1,
            b')' | b'}' => depth = depth.saturating_sub(1),
            _ if byte == separator && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::permission_path;

    #[test]
    fn spellings_of_a_path_have_one_canonical_form() {
        for (path, expected) in [
            ("/users/{id}/Messages/", "/users/{}/messages"),
            ("users/{user-id}/messages?$top=5", "/users/{}/messages"),
            ("/users('{id}')/messages", "/users/{}/messages"),
            ("/teams/(team-id)/channels", "/teams/{}/channels"),
            ("/applications(appId='{appId}')/owners/$ref", "/applications(appid={})/owners/$ref"),
            ("/reports/f( period = 'D7' )", "/reports/f(period={})"),
            ("/x/resizedRange(deltaRows={v}, deltaColumns={v})", "/x/resizedrange(deltacolumns={},deltarows={})"),
            ("/users/microsoft.graph.delta()", "/users/graph.delta"),
            ("/groups/{id}/members/graph.user", "/groups/{}/members/graph.user"),
            ("/me/drive/root:/A/B.txt:/content", "/me/drive/root:/{}:/content"),
            ("/me/drive/root:/{path}", "/me/drive/root:/{}"),
            ("/me/drive/root:/{path}:", "/me/drive/root:/{}"),
            ("/me/drive/root:/{item-path}/media", "/me/drive/root:/{}:/media"),
            ("/sites/{id}:/{path}:/drive", "/sites/{}:/{}:/drive"),
            ("/me/drive/root:", "/me/drive/root"),
            ("/sites/getByPath(path='/a/b')", "/sites/getbypath(path={})"),
            ("/a/f(x='(', y='a,b')/b", "/a/f(x={},y={})/b"),
            ("/x/effectivescope={value}", "/x/effectivescope={}"),
            ("https://graph.microsoft.com/v1.0/users/{id}?$select=id", "/users/{}"),
            ("HTTP://graph.microsoft.com/beta/users", "/users"),
            ("https://graph.microsoft.com", ""),
            ("/a/b://c/users", "/a/b:/{}"),
            ("ftp://x/users", "/ftp:/{}"),
            ("", ""),
            ("/users/{", "/users/{"),
        ] {
            assert_eq!(permission_path(path), expected, "{path}");
        }
    }
}
