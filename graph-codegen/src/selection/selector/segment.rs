use crate::diagnostic::{Code, Diagnostic, FileId, Span};

/// A segment of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Segment {
    /// A key: `{…}` or, in requests, a value.
    Key,
    /// A name of an entity set, singleton, property, operation or type.
    Name(String),
    /// A name with parentheses: a function and its arguments, or a collection and a key.
    Call(String, Vec<Argument>),
    /// A key in parentheses after other parentheses: `({id})` in `newest(count={count})({id})`.
    KeyPredicate(Vec<Argument>),
    /// `*`: any one segment.
    AnyOne,
    /// `**`: all segments that follow; always the last segment.
    Rest,
    /// The path of an item below the one before it, between colons: `:/{path}:`, or in requests `:/A/B.txt:`.
    ItemPath,
}

/// An argument of a [`Segment::Call`]: `period='{period}'`, `{id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Argument {
    /// The parameter or key property, if it is named.
    pub name: Option<String>,
    /// The value, usually a placeholder.
    pub value: String,
}

/// What a name can be that is not declared.
///
/// Text that cannot be a name, such as `adele@contoso.com`, `{id | userPrincipalName}` or `<id>`, is a key in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keys {
    /// A mistake, as in a selector that was written by hand.
    Placeholders,
    /// A key, as in a request: `/sites/root`.
    Values,
}

/// Splits a path into its segments.
///
/// The path begins at byte `start` of `file`. Slashes in parentheses, braces and quotes do not separate segments:
/// `getByPath(path='/a/b')` is one. A segment that ends with a colon is followed by the path of an item, up to `:/` or
/// the end: `root:/A/B.txt:/content`.
///
/// # Errors
///
/// Returns a diagnostic if a segment is not valid.
pub(crate) fn split(path: &str, keys: Keys, file: FileId, start: usize) -> Result<Vec<(Segment, Span)>, Diagnostic> {
    let mut segments: Vec<(Segment, Span)> = Vec::new();
    // A brace that is never closed does not begin a placeholder, or the rest of the path would be part of it.
    let last_brace = path.rfind('}').unwrap_or_default();
    let mut next = Some(usize::from(path.starts_with('/')));
    while let Some(from) = next {
        if let Some((Segment::Rest, rest)) = segments.last() {
            return Err(error("`**` matches all that follows, so it has to be last", *rest));
        }
        let to = from + segment_length(&path[from..], last_brace.saturating_sub(from));
        let written = &path[from..to];
        let name = written.strip_suffix(':').unwrap_or(written);
        let (called, predicate) = split_predicate(name);
        let span = Span::new(file, start + from, start + from + called.len());
        segments.push((segment(called, keys, span)?, span));
        if let Some(predicate) = predicate {
            let span = Span::new(file, start + from + called.len(), start + from + name.len());
            segments.push((Segment::KeyPredicate(arguments(predicate)), span));
        }
        let mut end = to;
        if name.len() < written.len() {
            let item_path = to + 1;
            let length = path.get(item_path..).map_or(0, item_path_length);
            if length == 0 || name.ends_with(':') {
                let colon = Span::new(file, start + to - 1, start + to);
                return Err(error("a path has to follow the colon", colon)
                    .help("write it as in `root:/{path}:/content`, or omit the colon"));
            }
            end = item_path + length;
            segments.push((Segment::ItemPath, Span::new(file, start + item_path, start + end)));
            end += usize::from(path[end..].starts_with(':'));
        }
        next = (end < path.len()).then_some(end + 1);
    }
    Ok(segments)
}

/// The length of the first segment, up to a slash.
///
/// Quotes outside of parentheses are ignored, since keys may contain them.
fn segment_length(path: &str, last_brace: usize) -> usize {
    let (mut depth, mut quoted, mut is_placeholder) = (0usize, false, false);
    let separator = path.char_indices().find(|(at, character)| {
        match character {
            '\'' if depth > 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            '{' if depth == 0 => is_placeholder = *at < last_brace,
            '}' if depth == 0 => is_placeholder = false,
            '/' if depth == 0 && !is_placeholder => return true,
            _ => {}
        }
        false
    });
    separator.map_or(path.len(), |(at, _)| at)
}

/// Splits a segment such as `newest(count={count})({id})` into the call and the inside of the key's parentheses.
fn split_predicate(text: &str) -> (&str, Option<&str>) {
    let (mut depth, mut quoted) = (0usize, false);
    let end_of_call = text.char_indices().find(|(_, character)| {
        match character {
            '\'' if depth > 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => {
                depth = depth.saturating_sub(1);
                return depth == 0;
            }
            _ => {}
        }
        false
    });
    let Some((end, _)) = end_of_call else { return (text, None) };
    let (call, rest) = text.split_at(end + 1);
    let is_call = call.split_once('(').is_some_and(|(name, _)| is_name(name));
    match rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(predicate) if is_call => (call, Some(predicate)),
        _ => (text, None),
    }
}

/// The length of the path of an item, up to the colon that ends it.
fn item_path_length(path: &str) -> usize {
    path.find(":/").unwrap_or(path.strip_suffix(':').unwrap_or(path).len())
}

/// The offset of the `#` before the methods: the first one outside of quotes and parentheses.
pub(super) fn methods_mark(path: &str) -> Option<usize> {
    let (mut depth, mut quoted) = (0usize, false);
    path.char_indices().find_map(|(at, character)| {
        match character {
            '\'' if depth > 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            '#' if depth == 0 => return Some(at),
            _ => {}
        }
        None
    })
}

fn segment(text: &str, keys: Keys, span: Span) -> Result<Segment, Diagnostic> {
    match text {
        "" => return Err(error("a path segment is empty", span).help("write it as in `/users/{id}/sendMail`")),
        "*" => return Ok(Segment::AnyOne),
        "**" => return Ok(Segment::Rest),
        _ => {}
    }
    if let Some(inner) = text.strip_prefix('{') {
        return match inner.strip_suffix('}') {
            Some(_) => Ok(Segment::Key),
            None if keys == Keys::Values => Ok(Segment::Key),
            None => Err(error("a key is written as `{id}`", span)),
        };
    }
    if is_name(text) {
        return Ok(Segment::Name(text.to_owned()));
    }
    match text.split_once('(') {
        Some((name, rest)) if is_name(name) => match rest.strip_suffix(')') {
            Some(inner) => Ok(Segment::Call(name.to_owned(), arguments(inner))),
            // A key may have a parenthesis, but hardly a name and a value too.
            None if keys == Keys::Values && !rest.contains('=') => Ok(Segment::Key),
            None => {
                let help = format!("write `{name}()`, or its parameters as in `{name}(a={{a}},b={{b}})`");
                Err(error(format!("the parenthesis after `{name}` is not closed"), span).help(help))
            }
        },
        _ if keys == Keys::Placeholders && text.contains('*') => {
            Err(error(format!("`{text}` is not a valid path segment"), span)
                .help("use a name, `{id}` for a key, `*` for any one segment or `**` for all that follow"))
        }
        _ => Ok(Segment::Key),
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '-'))
}

/// Parses the arguments between parentheses.
///
/// Commas and equals signs in quotes, braces and parentheses are part of a value.
fn arguments(inner: &str) -> Vec<Argument> {
    let mut parts: Vec<(usize, usize, Option<usize>)> = Vec::new();
    let (mut depth, mut quoted, mut from, mut equals) = (0usize, false, 0, None);
    for (at, character) in inner.char_indices() {
        match character {
            '\'' => quoted = !quoted,
            '(' | '{' | '[' if !quoted => depth += 1,
            ')' | '}' | ']' if !quoted => depth = depth.saturating_sub(1),
            '=' if !quoted && depth == 0 && equals.is_none() => equals = Some(at),
            ',' if !quoted && depth == 0 => {
                parts.push((from, at, equals.take()));
                from = at + 1;
            }
            _ => {}
        }
    }
    if !inner[from..].trim().is_empty() {
        parts.push((from, inner.len(), equals));
    }
    let argument = |(from, to, equals): (usize, usize, Option<usize>)| match equals {
        Some(at) => {
            Argument { name: Some(inner[from..at].trim().to_owned()), value: inner[at + 1..to].trim().to_owned() }
        }
        None => Argument { name: None, value: inner[from..to].trim().to_owned() },
    };
    parts.into_iter().map(argument).collect()
}

fn error(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::error(Code::SelectorSyntax, message).at(span)
}

#[cfg(test)]
mod tests {
    use super::{Argument, Keys, Segment, split};
    use crate::diagnostic::Sources;

    fn segments(path: &str, keys: Keys) -> Result<Vec<Segment>, String> {
        let file = Sources::default().add("path", path);
        let found = split(path, keys, file, 0).map_err(|diagnostic| diagnostic.message)?;
        Ok(found.into_iter().map(|(segment, _)| segment).collect())
    }

    fn argument(name: &str, value: &str) -> Argument {
        Argument { name: Some(name.to_owned()), value: value.to_owned() }
    }

    #[test]
    fn slashes_and_commas_in_quotes_and_parentheses_separate_nothing() {
        let found = segments("/a/getByPath(path='/x/y,z')/b(c=1, d='{d}')/e()", Keys::Placeholders).unwrap();
        let call = |name: &str, arguments: &[Argument]| Segment::Call(name.to_owned(), arguments.to_vec());
        assert_eq!(
            found,
            [
                Segment::Name("a".into()),
                call("getByPath", &[argument("path", "'/x/y,z'")]),
                call("b", &[argument("c", "1"), argument("d", "'{d}'")]),
                call("e", &[]),
            ]
        );
    }

    #[test]
    fn paths_of_items_are_between_colons() {
        let name = |name: &str| Segment::Name(name.to_owned());
        for path in ["/me/root:/{item-path}:/content", "/me/root:/A (1/it's #1.txt:/content"] {
            let found = segments(path, Keys::Placeholders).unwrap();
            assert_eq!(found, [name("me"), name("root"), Segment::ItemPath, name("content")], "{path}");
        }
        for path in ["/sites/{host}:/{path}", "/sites/{host}:/teams/hr", "/sites/{host}:/teams/hr:"] {
            let found = segments(path, Keys::Placeholders).unwrap();
            assert_eq!(found, [name("sites"), Segment::Key, Segment::ItemPath], "{path}");
        }
        let found = segments("/sites/a.com:/hr:/drive/root:/b:c/d:/**", Keys::Placeholders).unwrap();
        let first = [name("sites"), name("a.com"), Segment::ItemPath];
        assert_eq!(found[..3], first);
        assert_eq!(found[3..], [name("drive"), name("root"), Segment::ItemPath, Segment::Rest]);
        for path in ["/me/root:", "/me/root:/", "/me/root::/content", "/me/root:/:/content"] {
            let problem = segments(path, Keys::Placeholders).unwrap_err();
            assert!(
                problem.contains("follow the colon") || problem.contains("valid path segment"),
                "{path}: {problem}"
            );
        }
    }

    #[test]
    fn text_that_is_not_a_name_is_a_key() {
        for key in ["adele@contoso.com", "{id | name}", "{a/b}", "{{id}}", "<id>", ":id", "{id}|{name}", "a b", "a:1="]
        {
            for keys in [Keys::Placeholders, Keys::Values] {
                let name = |name: &str| Segment::Name(name.to_owned());
                let found = segments(&format!("/a/{key}/b"), keys).unwrap();
                assert_eq!(found, [name("a"), Segment::Key, name("b")], "{key}");
            }
        }
        assert_eq!(segments("a/{id/b", Keys::Values).unwrap().len(), 3);
        assert!(segments("/a/{id/b", Keys::Placeholders).unwrap_err().contains("`{id}`"));
        assert!(segments("/a/b*c", Keys::Placeholders).unwrap_err().contains("not a valid path segment"));
        assert!(segments("/a/b(c=1", Keys::Placeholders).unwrap_err().contains("not closed"));
        assert_eq!(segments("/a/it's/b", Keys::Values).unwrap().len(), 3);
    }
}
