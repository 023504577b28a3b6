/// A segment of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Segment<'t> {
    /// `{user-id}`: the key of an entity.
    Key(Vec<&'t str>),
    /// `$count`, `$ref`, `$value`.
    System(&'t str),
    /// `delta()`, `recent(from='{from}')`, `users(userPrincipalName='{userPrincipalName}')`.
    Call(&'t str, Vec<Argument<'t>>),
    /// A name, optionally qualified.
    Name(&'t str),
}

/// An argument `name='{placeholder}'` in the parentheses of a segment; the name is empty for a single key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Argument<'t> {
    pub(super) name: &'t str,
    /// The placeholder without braces and quotation marks, but with the `@` of a parameter alias.
    pub(super) placeholder: &'t str,
    /// Whether the value is a string in quotation marks.
    pub(super) is_text: bool,
}

impl<'t> Segment<'t> {
    pub(super) fn parse(text: &'t str) -> Self {
        if text.starts_with('$') {
            return Self::System(text);
        }
        if text.starts_with('{') && text.ends_with('}') {
            return Self::Key(text.split(['{', '}', ',']).filter(|name| !name.is_empty()).collect());
        }
        if let Some((name, rest)) = text.split_once('(')
            && let Some(arguments) = rest.strip_suffix(')')
        {
            return Self::Call(name, arguments.split(',').filter_map(argument).collect());
        }
        // `a={a},b={b}` is a key with several properties.
        if text.contains('=') && text.ends_with(['}', '\'']) {
            return Self::Key(text.split(',').filter_map(argument).map(|argument| argument.name).collect());
        }
        Self::Name(text)
    }
}

fn argument(text: &str) -> Option<Argument<'_>> {
    let text = text.trim();
    let (name, value) = text.split_once('=').unwrap_or(("", text));
    let is_text = value.starts_with('\'');
    let placeholder = value.trim_matches('\'').trim_start_matches('{').trim_end_matches('}');
    (!placeholder.is_empty()).then_some(Argument { name, placeholder, is_text })
}

/// Returns the segments of a path. Slashes in the braces of a key are not supported, since no service uses them.
pub(super) fn segments(path: &str) -> impl Iterator<Item = (usize, &str)> {
    let start = usize::from(path.starts_with('/'));
    let mut at = start;
    path[start..].split('/').filter_map(move |segment| {
        let here = at;
        at += segment.len() + 1;
        (!segment.is_empty()).then_some((here, segment))
    })
}

#[cfg(test)]
mod tests {
    use super::{Argument, Segment, segments};

    #[test]
    fn every_kind_of_segment_is_parsed() {
        assert_eq!(Segment::parse("users"), Segment::Name("users"));
        assert_eq!(Segment::parse("{user-id}"), Segment::Key(vec!["user-id"]));
        assert_eq!(Segment::parse("a={a},b='{b}'"), Segment::Key(vec!["a", "b"]));
        assert_eq!(Segment::parse("$ref"), Segment::System("$ref"));
        assert_eq!(Segment::parse("delta()"), Segment::Call("delta", vec![]));
        let row = Argument { name: "row", placeholder: "row", is_text: false };
        let text = Argument { name: "q", placeholder: "@q", is_text: true };
        assert_eq!(Segment::parse("cell(row={row},q='@q')"), Segment::Call("cell", vec![row, text]));
        let key = Argument { name: "", placeholder: "UserName", is_text: true };
        assert_eq!(Segment::parse("People('{UserName}')"), Segment::Call("People", vec![key]));
    }

    #[test]
    fn segments_have_their_offsets() {
        assert_eq!(segments("/users//{id}/").collect::<Vec<_>>(), [(1, "users"), (8, "{id}")]);
        assert_eq!(segments("/").count(), 0);
    }
}
