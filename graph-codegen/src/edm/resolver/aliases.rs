//! Expands aliases in paths. An alias is expanded only in a qualified name: `graph.user` in a path is a cast, but
//! `'graph.user'` in a key is not.

use super::document_resolver::DocumentResolver;
use crate::edm::name_index::split_qualified;

impl DocumentResolver<'_, '_, '_> {
    /// Returns a path with the aliases in casts, terms and containers expanded.
    pub(super) fn path(&self, written: &str) -> String {
        if !self.has_alias(written) {
            return String::from(written);
        }
        let mut expanded = String::with_capacity(written.len() + 32);
        let mut rest = written;
        loop {
            let end = segment_end(rest);
            self.push_segment(&rest[..end], &mut expanded);
            if end == rest.len() {
                return expanded;
            }
            expanded.push('/');
            rest = &rest[end + 1..];
        }
    }

    /// Returns whether a path contains an alias, which is rare.
    fn has_alias(&self, path: &str) -> bool {
        let bytes = path.as_bytes();
        let (mut start, mut dot, mut at) = (0, None, 0);
        while at <= bytes.len() {
            match bytes.get(at) {
                Some(b'.') => dot = Some(at),
                Some(b'/' | b'(' | b')' | b'@' | b'#' | b',' | b' ' | b'\'' | b'=') | None => {
                    if let Some(dot) = dot.take()
                        && let prefix = &path[start..dot]
                        && let Some(number) = self.prefixes.find(prefix)
                        && self.declared.namespaces[number as usize].name.len() != prefix.len()
                    {
                        return true;
                    }
                    start = at + 1;
                }
                Some(_) => {}
            }
            at += 1;
        }
        false
    }

    /// Appends a segment, such as `graph.user`, `members@graph.Term#Qualifier`,
    /// `graph.Action(graph.Type,Collection(graph.Type))` or `Products(ID='x')`.
    fn push_segment(&self, segment: &str, expanded: &mut String) {
        let open = segment.find('(').unwrap_or(segment.len());
        let (head, arguments) = segment.split_at(open);
        let at = head.find('@').map_or(0, |at| at + 1);
        let (before, named) = head.split_at(at);
        let (name, qualifier) = named.split_at(named.find('#').unwrap_or(named.len()));
        expanded.push_str(before);
        self.push_qualified(name, expanded);
        expanded.push_str(qualifier);
        match arguments.strip_prefix('(').and_then(|arguments| arguments.strip_suffix(')')) {
            Some(types) if names_types(types) => {
                expanded.push('(');
                for (number, name) in split_arguments(types).enumerate() {
                    if number > 0 {
                        expanded.push(',');
                    }
                    self.push_type(name.trim(), expanded);
                }
                expanded.push(')');
            }
            _ => expanded.push_str(arguments),
        }
    }

    fn push_type(&self, name: &str, expanded: &mut String) {
        match super::type_refs::collection_item(name) {
            Some(item) => {
                expanded.push_str("Collection(");
                self.push_qualified(item.trim(), expanded);
                expanded.push(')');
            }
            None => self.push_qualified(name, expanded),
        }
    }

    fn push_qualified(&self, name: &str, expanded: &mut String) {
        let visible = split_qualified(name).and_then(|(prefix, simple)| Some((self.prefixes.find(prefix)?, simple)));
        match visible {
            Some((namespace, simple)) => {
                expanded.push_str(self.declared.namespaces[namespace as usize].name);
                expanded.push('.');
                expanded.push_str(simple);
            }
            None => expanded.push_str(name),
        }
    }

    /// Expands a type name in an expression, which is qualified and may be in `Collection(…)`.
    pub(super) fn type_name(&self, written: &str) -> String {
        let mut expanded = String::with_capacity(written.len() + 32);
        self.push_type(written, &mut expanded);
        expanded
    }

    /// Expands the value of an `EnumMember` expression: paths to members, separated by spaces.
    pub(super) fn enum_members(&self, written: &str) -> String {
        let mut expanded = String::with_capacity(written.len() + 32);
        for (number, member) in written.split_ascii_whitespace().enumerate() {
            if number > 0 {
                expanded.push(' ');
            }
            let (name, member) = member.split_at(member.find('/').unwrap_or(member.len()));
            self.push_qualified(name, &mut expanded);
            expanded.push_str(member);
        }
        expanded
    }
}

/// Returns whether text in parentheses may be the types of an overload; keys contain quotes or `=`.
fn names_types(arguments: &str) -> bool {
    !arguments.contains(['\'', '='])
}

/// Returns the end of the first segment: a slash that is not in quotes or parentheses.
pub(super) fn segment_end(path: &str) -> usize {
    let bytes = path.as_bytes();
    let (mut at, mut depth, mut is_quoted) = (0, 0usize, false);
    while at < bytes.len() {
        match bytes[at] {
            b'\'' => is_quoted = !is_quoted,
            b'(' if !is_quoted => depth += 1,
            b')' if !is_quoted => depth = depth.saturating_sub(1),
            b'/' if !is_quoted && depth == 0 => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Splits at commas that are not in parentheses; returns nothing for an empty text.
pub(super) fn split_arguments(arguments: &str) -> impl Iterator<Item = &str> {
    let mut rest = if arguments.trim().is_empty() { None } else { Some(arguments) };
    std::iter::from_fn(move || {
        let text = rest?;
        let mut depth = 0usize;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                b',' if depth == 0 => {
                    rest = Some(&text[at + 1..]);
                    return Some(&text[..at]);
                }
                _ => {}
            }
        }
        rest = None;
        Some(text)
    })
}

#[cfg(test)]
mod tests {
    use super::{segment_end, split_arguments};

    #[test]
    fn segments_end_at_slashes_outside_of_quotes_and_parentheses() {
        assert_eq!(segment_end("manager/id"), 7);
        assert_eq!(segment_end("Settings('a/b')/IsAvailable"), 15);
        assert_eq!(segment_end("NS.F(Collection(NS.T))/p"), 22);
        assert_eq!(segment_end("id"), 2);
    }

    #[test]
    fn arguments_split_at_outer_commas() {
        let split = |text| split_arguments(text).collect::<Vec<_>>();
        assert_eq!(split("A.B, Collection(C.D),E"), ["A.B", " Collection(C.D)", "E"]);
        assert_eq!(split(" "), [] as [&str; 0]);
        assert_eq!(split("A.B"), ["A.B"]);
    }
}
