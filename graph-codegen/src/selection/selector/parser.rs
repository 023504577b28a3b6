use super::{
    Glob, Keys, MemberPattern, Method, NamePattern, PathPattern, Pattern, Selector,
    segment::{methods_mark, split},
};
use crate::diagnostic::{Code, Diagnostic, FileId, Span};

/// A parser for one selector.
pub(super) struct Parser<'a> {
    file: FileId,
    start: usize,
    text: &'a str,
}

impl<'a> Parser<'a> {
    pub(super) fn new(file: FileId, start: usize, text: &'a str) -> Self {
        Self { file, start, text }
    }

    pub(super) fn selector(&self) -> Result<Selector, Diagnostic> {
        let (is_exclusion, at) = match self.text.strip_prefix('!') {
            Some(rest) => (true, self.text.len() - rest.trim_start().len()),
            None => (false, 0),
        };
        let body = &self.text[at..];
        let pattern = if body.starts_with('/') { Pattern::Path(self.path(at)?) } else { Pattern::Name(self.name(at)?) };
        Ok(Selector { is_exclusion, pattern, text: self.text.to_owned(), span: self.span(0, self.text.len()) })
    }

    fn path(&self, at: usize) -> Result<PathPattern, Diagnostic> {
        let body = &self.text[at..];
        let (path, methods) = match methods_mark(body) {
            Some(mark) => (&body[..mark], Some(self.methods(&body[mark + 1..], at + mark + 1)?)),
            None => (body, None),
        };
        let segments = split(path, Keys::Placeholders, self.file, self.start + at)?;
        Ok(PathPattern { segments, methods })
    }

    fn methods(&self, text: &str, mut offset: usize) -> Result<Vec<(Method, Span)>, Diagnostic> {
        let mut methods = Vec::new();
        for name in text.split(',') {
            let span = self.span(offset, offset + name.len());
            let Some(method) = Method::from_name(name.trim()) else {
                return Err(error(format!("`{}` is not an HTTP method that selectors support", name.trim()), span)
                    .help("write GET, POST, PATCH, PUT or DELETE after `#`, separated by commas"));
            };
            methods.push((method, span));
            offset += name.len() + 1;
        }
        Ok(methods)
    }

    fn name(&self, at: usize) -> Result<NamePattern, Diagnostic> {
        let body = &self.text[at..];
        let (name, members) = if let Some((name, rest)) = body.split_once("::") {
            let offset = at + name.len() + 2;
            let list = match rest.trim().strip_prefix('{') {
                None => self.members(rest, offset)?,
                Some(inner) => {
                    let Some(inner) = inner.strip_suffix('}') else {
                        let end = self.text.len();
                        return Err(error("the member list has no closing `}`", self.span(end, end)));
                    };
                    let open = rest.find('{').unwrap_or(0) + 1;
                    self.members(inner, offset + open)?
                }
            };
            (name, Some(list))
        } else if let Some((name, rest)) = body.split_once('/') {
            (name, Some(self.members(rest, at + name.len() + 1)?))
        } else {
            (body, None)
        };
        let span = self.span(at, at + name.len());
        if name.is_empty() || !name.chars().all(name_character) {
            return Err(error(format!("`{name}` is not a valid name"), span)
                .help("write a path that begins with `/`, or a name such as `microsoft.graph.user`"));
        }
        Ok(NamePattern { name: Glob::new(name), name_span: span, members })
    }

    fn members(&self, text: &str, mut offset: usize) -> Result<Vec<MemberPattern>, Diagnostic> {
        let mut members = Vec::new();
        for part in text.split(',') {
            let lead = part.len() - part.trim_start().len();
            let trimmed = part.trim();
            let span = self.span(offset + lead, offset + lead + trimmed.len());
            offset += part.len() + 1;
            let (is_exclusion, name) = match trimmed.strip_prefix('!') {
                Some(rest) => (true, rest.trim_start()),
                None => (false, trimmed),
            };
            let name = name.strip_suffix("()").unwrap_or(name);
            if name.is_empty() && text.trim().ends_with(',') && !members.is_empty() {
                continue;
            }
            if name.is_empty() || !name.chars().all(name_character) {
                return Err(error(format!("`{trimmed}` is not a valid member name"), span)
                    .help("members are names of properties and operations, separated by commas"));
            }
            members.push(MemberPattern { is_exclusion, name: Glob::new(name), span });
        }
        Ok(members)
    }

    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.file, self.start + from, self.start + to)
    }
}

fn name_character(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '.' | '*')
}

fn error(message: impl Into<String>, span: Span) -> Diagnostic {
    Diagnostic::error(Code::SelectorSyntax, message).at(span)
}

#[cfg(test)]
mod tests {
    use crate::{
        diagnostic::{Diagnostics, Rendered, Sources},
        selection::selector::{Pattern, Segment, Selector},
    };

    fn parse(text: &str) -> Result<Selector, String> {
        let mut sources = Sources::default();
        let file = sources.add("select", text);
        let mut diagnostics = Diagnostics::default();
        let mut all = Selector::parse_all(file, &sources, &mut diagnostics);
        match diagnostics.has_errors() {
            false => Ok(all.remove(0)),
            true => Err(Rendered::new(diagnostics.list(), &sources).to_string()),
        }
    }

    #[test]
    fn a_path_keeps_keys_names_and_methods_apart() {
        let selector = parse("  /users/{id}/delta()#GET,post").unwrap();
        let Pattern::Path(path) = selector.pattern else { panic!("no path") };
        let segments: Vec<_> = path.segments.into_iter().map(|(segment, _)| segment).collect();
        assert_eq!(segments, [Segment::Name("users".into()), Segment::Key, Segment::Call("delta".into(), Vec::new())]);
        assert_eq!(path.methods.unwrap().len(), 2);
    }

    #[test]
    fn a_member_list_allows_spaces_and_a_last_comma() {
        let selector = parse("! microsoft.graph.user::{ id, !mail , *License*, }").unwrap();
        assert!(selector.is_exclusion);
        let Pattern::Name(name) = selector.pattern else { panic!("no name") };
        let members = name.members.unwrap();
        let names: Vec<_> = members.iter().map(|member| (member.is_exclusion, member.name.as_str())).collect();
        assert_eq!(names, [(false, "id"), (true, "mail"), (false, "*License*")]);
    }

    #[test]
    fn mistakes_are_shown_where_they_are() {
        let shown = parse("/users//sendMail").unwrap_err();
        assert!(shown.contains("select:1:8"), "{shown}");
        assert!(parse("/users/**/x").unwrap_err().contains("it has to be last"));
        assert!(parse("/users/{id}#FETCH").unwrap_err().contains("select:1:13"));
        assert!(parse("microsoft.graph.user::{id").unwrap_err().contains("no closing"));
        assert!(parse("graph user").unwrap_err().contains("not a valid name"));
    }
}
