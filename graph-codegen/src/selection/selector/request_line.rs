use super::Method;

/// A request as documentation writes it.
///
/// The parts are slices of the text. Each part except the path is optional.
///
/// ```
/// use graph_codegen::selection::RequestLine;
///
/// let line = RequestLine::parse("GET https://graph.microsoft.com/v1.0/users?$top=5 HTTP/1.1");
///
/// assert_eq!(line.method, Some("GET"));
/// assert_eq!(line.host, Some("graph.microsoft.com"));
/// assert_eq!(line.path, "/v1.0/users");
/// assert_eq!(line.query, Some("$top=5"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestLine<'t> {
    /// The whole text, trimmed.
    pub text: &'t str,
    /// The method, as written. In a selector, there can be several: `GET,PATCH`.
    pub method: Option<&'t str>,
    /// The host of an absolute URL, with its port.
    pub host: Option<&'t str>,
    /// The path, which may begin with a version. A relative one has no slash at its start.
    pub path: &'t str,
    /// What follows the question mark. The option list of a URI template, `{?%24select}`, is not a query.
    pub query: Option<&'t str>,
}

/// The methods of HTTP that are not requests on OData resources, and so are reported rather than read as a name.
const OTHER_METHODS: [&str; 6] = ["HEAD", "OPTIONS", "MERGE", "TRACE", "CONNECT", "QUERY"];

/// The start of the host of most of Graph's clouds.
const GRAPH: &str = "graph.microsoft.";

impl<'t> RequestLine<'t> {
    /// Splits a request into its parts.
    #[must_use]
    pub fn parse(text: &'t str) -> Self {
        let text = text.trim();
        let (method, target) = split_method(text);
        let target = without_http_version(target);
        let (host, target) = split_host(target);
        let (path, query) = split_query(target);
        Self { text, method, host, path: path.trim(), query }
    }

    /// Splits a text into its requests: one for each line that begins with a method.
    ///
    /// A text without a method is one request. A line that continues a URL, `&$top=5`, belongs to the request before
    /// it. The headers and the body that follow a request are skipped.
    ///
    /// ```
    /// use graph_codegen::selection::RequestLine;
    ///
    /// let text = "POST /me/sendMail\nContent-Type: application/json\n\n{}\n\nGET /me/messages?$top=5\n  &$skip=5";
    /// let lines = RequestLine::parse_all(text);
    ///
    /// assert_eq!(lines.len(), 2);
    /// assert_eq!(lines[1].query, Some("$top=5\n  &$skip=5"));
    /// ```
    #[must_use]
    pub fn parse_all(text: &'t str) -> Vec<Self> {
        let mut requests: Vec<(usize, usize)> = Vec::new();
        let (mut offset, mut may_continue) = (0, false);
        for line in text.split_inclusive('\n') {
            let (start, content) = (offset, line.trim());
            offset += line.len();
            let continues = may_continue && content.starts_with(['?', '&']);
            let is_fence = content.starts_with("```");
            let begins = split_method(content).0.is_some() || requests.is_empty() && !content.is_empty() && !is_fence;
            match requests.last_mut() {
                Some((_, end)) if continues || may_continue && text[..*end].trim_end().ends_with(['?', '&']) => {
                    *end = offset;
                }
                _ if begins => {
                    requests.push((start, offset));
                    may_continue = true;
                }
                _ => may_continue = false,
            }
        }
        requests.into_iter().map(|(start, end)| Self::parse(&text[start..end])).collect()
    }

    /// Whether the request names its service: it has a method or a host, so it was copied rather than written as a
    /// selector.
    pub(crate) fn is_copied(&self) -> bool {
        self.method.is_some() || self.host.is_some()
    }
}

/// The offset of a part in the text that it is a slice of.
pub(crate) fn offset_in(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
}

/// Whether a segment is a version of the service's API: `v1.0`, `beta`.
pub(crate) fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']).unwrap_or_default();
    segment.eq_ignore_ascii_case("beta")
        || !number.is_empty()
            && number.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn split_method(text: &str) -> (Option<&str>, &str) {
    let mut last = None;
    let end = text.char_indices().find(|(_, character)| {
        let is_space = character.is_whitespace();
        let is_end = is_space && last != Some(',');
        last = if is_space { last } else { Some(*character) };
        is_end
    });
    let Some((end, _)) = end else { return (None, text) };
    let (first, rest) = text.split_at(end);
    let (name, rest) = (first.strip_suffix(':').unwrap_or(first), rest.trim_start());
    // A selector may have several methods: `GET,PATCH /users/{id}`.
    let mut names = name.split(',').map(str::trim);
    let is_word = names.clone().all(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let is_method = names.any(|name| Method::from_name(name).is_some() || OTHER_METHODS.contains(&name));
    // Another word is a method only in capital letters: `Host: graph.microsoft.com` is a header.
    let is_unknown = || name == first && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let has_target = || rest.starts_with('/') || split_host(rest).0.is_some();
    let begins = is_word && !rest.is_empty() && (is_method || is_unknown() && has_target());
    if begins { (Some(name), rest) } else { (None, text) }
}

fn without_http_version(target: &str) -> &str {
    match target.trim_end().rsplit_once(char::is_whitespace) {
        Some((target, last)) if last.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("http/")) => {
            target.trim_end()
        }
        _ => target.trim_end(),
    }
}

fn split_host(target: &str) -> (Option<&str>, &str) {
    let after_scheme = ["https://", "http://"].into_iter().find_map(|scheme| {
        let is_scheme = target.get(..scheme.len())?.eq_ignore_ascii_case(scheme);
        is_scheme.then(|| &target[scheme.len()..])
    });
    // Documentation sometimes omits the scheme.
    let without_scheme = || target.get(..GRAPH.len()).filter(|host| host.eq_ignore_ascii_case(GRAPH)).map(|_| target);
    match after_scheme.or_else(without_scheme) {
        Some(rest) => {
            let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
            (Some(host), path)
        }
        None => (None, target),
    }
}

/// Splits at the first question mark that is not in quotes.
fn split_query(target: &str) -> (&str, Option<&str>) {
    let mut quoted = false;
    let mark = target.char_indices().find(|(_, character)| {
        quoted ^= *character == '\'';
        *character == '?' && !quoted
    });
    let Some((at, _)) = mark else { return (target, None) };
    let (path, query) = (&target[..at], target[at + 1..].trim());
    match path.strip_suffix(['{', '[']) {
        // RFC 6570: a template lists the names of options, which have no values.
        Some(path) if target[..at].ends_with('{') => (path, None),
        // Documentation puts an optional query in brackets.
        Some(path) => (path, Some(query.strip_suffix(']').unwrap_or(query))),
        None => (path, Some(query)),
    }
}

#[cfg(test)]
mod tests {
    use super::{RequestLine, is_version};

    fn parts(text: &str) -> (Option<&str>, Option<&str>, &str, Option<&str>) {
        let line = RequestLine::parse(text);
        (line.method, line.host, line.path, line.query)
    }

    #[test]
    fn the_parts_of_a_request_are_found_in_every_form() {
        for (text, expected) in [
            ("users/{id}", (None, None, "users/{id}", None)),
            ("/users?$top=5", (None, None, "/users", Some("$top=5"))),
            ("get: /users", (Some("get"), None, "/users", None)),
            ("GET, patch /users", (Some("GET, patch"), None, "/users", None)),
            ("users, groups", (None, None, "users, groups", None)),
            ("BREW /users", (Some("BREW"), None, "/users", None)),
            ("PATCH users/{id | upn}/x", (Some("PATCH"), None, "users/{id | upn}/x", None)),
            (" HTTPS://Graph.Microsoft.com/V1.0/me ", (None, Some("Graph.Microsoft.com"), "/V1.0/me", None)),
            ("graph.microsoft.com/v1.0/me", (None, Some("graph.microsoft.com"), "/v1.0/me", None)),
            ("GET https://host:8080?x=1 HTTP/1.1", (Some("GET"), Some("host:8080"), "", Some("x=1"))),
            ("GET /a/Microsoft 365 suite HTTP/2", (Some("GET"), None, "/a/Microsoft 365 suite", None)),
            ("/pages/{id}/content[?includeIDs=true]", (None, None, "/pages/{id}/content", Some("includeIDs=true"))),
            ("/users/{user%2Did}{?%24select}", (None, None, "/users/{user%2Did}", None)),
            ("/a/search(q='why?')/b", (None, None, "/a/search(q='why?')/b", None)),
            ("microsoft.graph.user::{id, displayName}", (None, None, "microsoft.graph.user::{id, displayName}", None)),
            ("", (None, None, "", None)),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_has_a_request_for_each_method() {
        let text =
            "\nGET /users/{id}\r\nGET /me HTTP/1.1\nConsistencyLevel: eventual\n\nGET /groups?\n$top=1\n&$skip=2\n";
        let lines = RequestLine::parse_all(text);
        let found: Vec<_> = lines.iter().map(|line| (line.path, line.query)).collect();
        assert_eq!(found, [("/users/{id}", None), ("/me", None), ("/groups", Some("$top=1\n&$skip=2"))]);
        for header in ["Host: graph.microsoft.com", "Location: https://x.example/y", "see https://x.example", "```"] {
            let text = format!("```http\nPOST /me/sendMail HTTP/1.1\n{header}\n\n{{}}\n{header}\n");
            let lines = RequestLine::parse_all(&text);
            assert_eq!((lines.len(), lines[0].path), (1, "/me/sendMail"), "{header}");
        }
        assert!(RequestLine::parse_all(" \n").is_empty());
        assert_eq!(RequestLine::parse_all("users/{id}").len(), 1);
    }

    #[test]
    fn versions_are_told_from_names() {
        for version in ["v1.0", "V2", "beta", "Beta"] {
            assert!(is_version(version), "{version}");
        }
        for name in ["v", "v1.", "users", "version", "v1x", ""] {
            assert!(!is_version(name), "{name}");
        }
    }
}
