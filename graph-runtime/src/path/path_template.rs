use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{
    encoding::{append_encoded, encode},
    key::Key,
    key_error::KeyError,
    literal::EnumSyntax,
};

/// A path below the service root, as an application writes it: `/users/{id}/messages?$top=3`.
///
/// Braces never occur in URLs, so names in braces are placeholders. The text comes from the program. Values come from
/// anywhere, and are encoded for their place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PathTemplate<'a> {
    path: &'a str,
    query: &'a str,
}

/// The names of placeholders, and their values.
pub(crate) type Values<'a> = [(&'a str, Key)];

/// Why a value cannot be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ValueError<'a> {
    name: &'a str,
    error: fn(&'static str) -> KeyError,
}

impl From<ValueError<'static>> for KeyError {
    fn from(ValueError { name, error }: ValueError<'static>) -> Self {
        error(name)
    }
}

/// The characters of the text itself that are encoded. Those with a meaning in URLs are not, and neither is `%`.
const UNWRITABLE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'|');

impl<'a> PathTemplate<'a> {
    /// Checks a text.
    ///
    /// # Errors
    ///
    /// A message, if the path could address anything but a resource below the service root, or if a placeholder is not
    /// valid.
    pub(crate) fn new(text: &'a str) -> Result<Self, &'static str> {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let Some(segments) = path.strip_prefix('/') else {
            return Err("the path does not begin with `/`; it is relative to the service's root, as in `/users`");
        };
        if text.contains(char::is_control) {
            return Err("the path contains control characters");
        }
        if text.contains('#') {
            return Err("the path has a fragment (`#`), which is never sent; write `%23` for the character itself");
        }
        if path.contains('\\') {
            return Err("the path contains `\\`, which some software reads as `/`");
        }
        if !has_valid_escapes(text) {
            return Err("the path contains `%` without two hexadecimal digits; write `%25` for the character itself");
        }
        if !segments.is_empty() && segments.strip_suffix('/').unwrap_or(segments).split('/').any(str::is_empty) {
            return Err("the path has an empty segment (`//`)");
        }
        if leaves_root(path) {
            return Err("the path has a segment `.` or `..`, which would address another resource");
        }
        let template = Self { path, query };
        template.check_placeholders()?;
        Ok(template)
    }

    fn check_placeholders(self) -> Result<(), &'static str> {
        for piece in pieces(self.path).chain(pieces(self.query)) {
            match piece {
                Piece::Text(text) if text.contains(['{', '}']) => {
                    return Err("the path has a brace without its counterpart; `{name}` is a placeholder");
                }
                Piece::Placeholder(name) if name.is_empty() || !name.chars().all(is_name) => {
                    return Err("the path has a placeholder whose name is not of letters, digits, `_` and `-`");
                }
                _ => {}
            }
        }
        if self.options().any(|(name, _)| name.contains('{')) {
            return Err("the name of a query option cannot be a placeholder");
        }
        // Services compare decoded names.
        let mut names: Vec<_> = self.options().map(|(name, _)| decoded(name)).collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err("the path has a query option twice");
        }
        Ok(())
    }

    /// Returns the path without values and query, for descriptions.
    pub(crate) const fn path(self) -> &'a str {
        self.path
    }

    /// Returns the names of the placeholders.
    pub(crate) fn placeholders(self) -> impl Iterator<Item = &'a str> {
        pieces(self.path).chain(pieces(self.query)).filter_map(Piece::placeholder)
    }

    /// Writes the path with values.
    ///
    /// # Errors
    ///
    /// A value is missing, or cannot be part of a path.
    pub(crate) fn written_path(self, values: &Values<'_>) -> Result<String, ValueError<'a>> {
        let mut path = String::with_capacity(self.path.len() + 64);
        let mut place = Place::default();
        for segment in self.path.split('/').skip(1) {
            path.push('/');
            let start = path.len();
            for piece in pieces(segment) {
                match piece {
                    Piece::Text(text) => place.append_text(text, &mut path),
                    Piece::Placeholder(name) => {
                        let value = find(values, name)?;
                        if value.as_str().is_empty() {
                            return Err(ValueError { name, error: KeyError::Empty });
                        }
                        place.append_value(value, Form::Encoded, &mut path);
                    }
                }
            }
            if path.get(start..).is_some_and(|segment| is_dots(&decoded(segment)))
                && let Some(name) = pieces(segment).filter_map(Piece::placeholder).last()
            {
                return Err(ValueError { name, error: KeyError::DotSegment });
            }
        }
        Ok(path)
    }

    /// Writes the query options in which a placeholder is; `None` means those without placeholders. Their values are
    /// encoded.
    ///
    /// # Errors
    ///
    /// A value is missing.
    pub(crate) fn written_options(
        self,
        placeholder: Option<&str>,
        values: &Values<'_>,
    ) -> impl Iterator<Item = Result<(String, String), ValueError<'a>>> {
        let options = self.options().filter(move |(_, text)| {
            let mut names = pieces(text).filter_map(Piece::placeholder);
            match placeholder {
                Some(name) => names.any(|known| known == name),
                None => names.next().is_none(),
            }
        });
        options.map(move |(name, text)| {
            Ok((utf8_percent_encode(name, UNWRITABLE).to_string(), write_option(text, values)?))
        })
    }

    fn options(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let options = self.query.split('&').filter(|option| !option.is_empty());
        options.map(|option| option.split_once('=').unwrap_or((option, "")))
    }
}

/// Writes the value of a query option.
fn write_option<'a>(text: &'a str, values: &Values<'_>) -> Result<String, ValueError<'a>> {
    let mut written = String::with_capacity(text.len() + 64);
    let mut place = Place { is_option: true, ..Place::default() };
    // A value that is not the whole option is part of an expression.
    let mut all = pieces(text);
    let is_whole = all.next().is_some_and(|piece| piece.placeholder().is_some()) && all.next().is_none();
    let form = if is_whole { Form::Encoded } else { Form::Literal };
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => place.append_text(text, &mut written),
            Piece::Placeholder(name) => place.append_value(find(values, name)?, form, &mut written),
        }
    }
    Ok(written)
}

fn find<'v, 'a>(values: &'v Values<'_>, name: &'a str) -> Result<&'v Key, ValueError<'a>> {
    let value = values.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
    value.ok_or(ValueError { name, error: KeyError::Missing })
}

/// How a value is written that is neither in quotes nor in parentheses.
#[derive(Clone, Copy)]
enum Form {
    /// Encoded as it is, as a segment or as the value of a query option.
    Encoded,
    /// As a literal of an expression, in which text has quotes.
    Literal,
}

/// Where the next piece is written. Services decode paths before they parse quotes and parentheses.
#[derive(Default)]
struct Place {
    /// Whether text can be in double quotes too, as in `$search`. They have no meaning in a path.
    is_option: bool,
    /// The quote of the text that is open.
    quote: Option<char>,
    /// Whether a backslash precedes, within double quotes.
    is_escaped: bool,
    /// The number of open parentheses.
    depth: u32,
}

impl Place {
    fn append_text(&mut self, text: &str, to: &mut String) {
        for c in decoded(text).chars() {
            self.read(c);
        }
        to.extend(utf8_percent_encode(text, UNWRITABLE));
    }

    fn read(&mut self, c: char) {
        match (self.quote, c) {
            (Some('"'), _) if self.is_escaped => self.is_escaped = false,
            (Some('"'), '\\') => self.is_escaped = true,
            (Some(open), _) if open == c => self.quote = None,
            (Some(_), _) => {}
            (None, '\'') => self.quote = Some(c),
            (None, '"') if self.is_option => self.quote = Some(c),
            (None, '(') => self.depth += 1,
            (None, ')') => self.depth = self.depth.saturating_sub(1),
            (None, _) => {}
        }
    }

    fn append_value(&self, value: &Key, form: Form, to: &mut String) {
        let text = value.as_str();
        match (self.quote, form) {
            (Some('"'), _) => to.extend(encode(&text.replace('\\', "\\\\").replace('"', "\\\""))),
            (Some(_), _) => to.extend(encode(&text.replace('\'', "''"))),
            (None, Form::Encoded) if self.depth == 0 => append_encoded(text, to),
            (None, Form::Encoded | Form::Literal) => value.literal(EnumSyntax::Member, to),
        }
    }
}

/// A piece of a template.
#[derive(Clone, Copy)]
enum Piece<'a> {
    Text(&'a str),
    Placeholder(&'a str),
}

impl<'a> Piece<'a> {
    const fn placeholder(self) -> Option<&'a str> {
        match self {
            Self::Placeholder(name) => Some(name),
            Self::Text(_) => None,
        }
    }
}

fn pieces<'a>(text: &'a str) -> impl Iterator<Item = Piece<'a>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let placeholder = rest.strip_prefix('{').and_then(|after| after.split_once('}'));
        Some(match placeholder {
            Some((name, after)) => {
                rest = after;
                Piece::Placeholder(name)
            }
            None => {
                // A brace without a counterpart is text.
                let end = rest.char_indices().skip(1).find(|(_, c)| *c == '{').map_or(rest.len(), |(end, _)| end);
                let (text, after) = rest.split_at(end);
                rest = after;
                Piece::Text(text)
            }
        })
    })
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

fn has_valid_escapes(text: &str) -> bool {
    let mut parts = text.split('%');
    parts.next();
    parts.all(|part| part.as_bytes().first_chunk::<2>().is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)))
}

fn decoded(text: &str) -> std::borrow::Cow<'_, str> {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy()
}

fn is_dots(segment: &str) -> bool {
    matches!(segment, "." | "..")
}

/// Returns whether a path has dot segments, also behind encoded slashes, and for software that decodes it twice.
fn leaves_root(path: &str) -> bool {
    let once = decoded(path);
    [path, &once, &decoded(&once)].into_iter().any(|path| path.split(['/', '\\']).any(is_dots))
}

#[cfg(test)]
mod tests {
    use super::{Key, KeyError, PathTemplate, Values};

    fn written(template: &'static str, values: &Values<'_>) -> Result<String, KeyError> {
        let template = PathTemplate::new(template).unwrap();
        let mut text = template.written_path(values)?;
        let names: std::collections::BTreeSet<&str> = template.placeholders().collect();
        let with = names.into_iter().flat_map(|name| template.written_options(Some(name), values));
        for option in template.written_options(None, values).chain(with) {
            let (name, value) = option?;
            text.push_str(&format!(" {name}={value}"));
        }
        Ok(text)
    }

    #[test]
    fn values_are_encoded_for_their_place() {
        let hostile = "x') or 1,b=2/../?&#'";
        for (template, expected) in [
            ("/users/{v}/x", "/users/x%27%29%20or%201%2Cb%3D2%2F..%2F%3F%26%23%27/x"),
            ("/root:/{v}:/content", "/root:/x%27%29%20or%201%2Cb%3D2%2F..%2F%3F%26%23%27:/content"),
            ("/f(a='{v}',b=1)", "/f(a='x%27%27%29%20or%201%2Cb%3D2%2F..%2F%3F%26%23%27%27',b=1)"),
            ("/f(a=%27{v}%27)", "/f(a=%27x%27%27%29%20or%201%2Cb%3D2%2F..%2F%3F%26%23%27%27%27)"),
            ("/f(a={v})", "/f(a='x%27%27%29%20or%201%2Cb%3D2%2F..%2F%3F%26%23%27%27')"),
            ("/x?a={v}", "/x a=x%27%29%20or%201%2Cb%3D2%2F..%2F%3F%26%23%27"),
            ("/x?$filter=n eq {v}&b=1", "/x b=1 $filter=n%20eq%20'x%27%27%29%20or%201%2Cb%3D2%2F..%2F%3F%26%23%27%27'"),
            ("/x?$search=\"n:{v}\"", "/x $search=%22n:x%27%29%20or%201%2Cb%3D2%2F..%2F%3F%26%23%27%22"),
            ("/x?$filter=n eq '{v}'", "/x $filter=n%20eq%20'x%27%27%29%20or%201%2Cb%3D2%2F..%2F%3F%26%23%27%27'"),
        ] {
            assert_eq!(written(template, &[("v", Key::from(hostile))]).unwrap(), expected, "{template}");
        }
        let again = written("/f(a={v})/{v}", &[("v", Key::from("o'b"))]);
        assert_eq!(again.unwrap(), "/f(a='o%27%27b')/o%27b");
        let quotes = [("v", Key::from("a\" OR \\\"b'"))];
        for (template, expected) in [
            ("/x?$search=\"n:{v}\"", "/x $search=%22n:a%5C%22%20OR%20%5C%5C%5C%22b%27%22"),
            (
                "/x?$search=%22{v}%22 OR {v}",
                "/x $search=%22a%5C%22%20OR%20%5C%5C%5C%22b%27%22%20OR%20'a%22%20OR%20%5C%22b%27%27'",
            ),
            ("/x?$search=\"it's \\\" {v}\"", "/x $search=%22it's%20%5C%22%20a%5C%22%20OR%20%5C%5C%5C%22b%27%22"),
            ("/x?a='\"{v}'", "/x a='%22a%22%20OR%20%5C%22b%27%27'"),
            ("/a\"{v}", "/a%22a%22%20OR%20%5C%22b%27"),
        ] {
            assert_eq!(written(template, &quotes).unwrap(), expected, "{template}");
        }
        let two = [("a", Key::from(7)), ("b", Key::from("é"))];
        assert_eq!(
            written("/x(a={a})/{b}?$top={a}&$filter=n gt {a}", &two).unwrap(),
            "/x(a=7)/%C3%A9 $top=7 $filter=n%20gt%207"
        );
        assert_eq!(written("/a b/é/?x", &[]).unwrap(), "/a%20b/%C3%A9/ x=");
    }

    #[test]
    fn values_that_would_change_the_path_are_refused() {
        for (template, value, error) in [
            ("/users/{id}", "", KeyError::Empty("id")),
            ("/users/{id}/x", "..", KeyError::DotSegment("id")),
            ("/users/.{id}/x", ".", KeyError::DotSegment("id")),
            ("/users/%2E{id}/x", ".", KeyError::DotSegment("id")),
            ("/users/{id}/{other}", "a", KeyError::Missing("other")),
            ("/users/{id}?a={other}", "a", KeyError::Missing("other")),
        ] {
            assert_eq!(written(template, &[("id", Key::from(value))]), Err(error), "{template}");
        }
        assert!(written("/root:/{id}:/x", &[("id", Key::from(".."))]).is_ok());
    }

    #[test]
    fn paths_that_leave_the_root_are_refused() {
        for text in [
            "",
            "users",
            "//evil.example/x",
            "/\\evil.example",
            "/users//x",
            "/users/..",
            "/users/../x",
            "/./x",
            "/%2e%2E/x",
            "/a%2f..%2fb",
            "/a%5C..%5Cb",
            "/%252e%252e/x",
            "/a%252f..%252fb",
            "/a#b",
            "/a?b#c",
            "/a\r\nb",
            "/a?b=\n",
            "/a%zz",
            "/a%",
            "/{",
            "/a}",
            "/{}",
            "/{a/b}",
            "/{a{b}}",
            "/a?{x}=1",
            "/a?b=1&b=2",
            "/a?$top=1&%24top=2",
            "/a?b c=1&b%20c=2",
            "https://x.example/a",
        ] {
            assert!(PathTemplate::new(text).is_err(), "{text}");
        }
        for text in
            ["/", "/$metadata", "/users/", "/users/a..b/...", "/a%2Fb", "/a?b=../x", "/me/drive/root:/a b.txt:/content"]
        {
            assert!(PathTemplate::new(text).is_ok(), "{text}");
        }
    }
}
