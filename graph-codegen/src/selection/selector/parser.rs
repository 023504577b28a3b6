use super::{
    Glob, Keys, MemberPattern, Method, NamePattern, PathPattern, Pattern, Selector,
    request_line::{RequestLine, is_version, offset_in},
    segment::{methods_mark, split},
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Span, closest};

/// A parser for one selector.
pub(super) struct Parser<'a> {
    file: FileId,
    start: usize,
    text: &'a str,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Parser<'a> {
    pub(super) fn new(file: FileId, start: usize, text: &'a str, diagnostics: &'a mut Diagnostics) -> Self {
        Self { file, start, text, diagnostics }
    }

    pub(super) fn selector(mut self) -> Option<Selector> {
        let (is_exclusion, at) = match self.text.strip_prefix('!') {
            Some(rest) => (true, self.text.len() - rest.trim_start().len()),
            None => (false, 0),
        };
        let text: &'a str = self.text;
        let line = RequestLine::parse(&text[at..]);
        let is_path = line.is_copied() || line.path.starts_with('/') || is_relative_path(line.text);
        let pattern = match is_path {
            true => Pattern::Path(self.path(&line)?),
            false => Pattern::Name(self.name(at)?),
        };
        Some(Selector { is_exclusion, pattern, text: self.text.to_owned(), span: self.span(0, self.text.len()) })
    }

    /// Parses a path.
    ///
    /// Mistakes in its methods are reported and the others kept, so that mistakes in the path are reported too.
    fn path(&mut self, line: &RequestLine<'a>) -> Option<PathPattern> {
        let keys = if line.is_copied() { Keys::Values } else { Keys::Placeholders };
        // A selector has its methods at its end, also after a query.
        let (path, query, marked) = match (line.query, methods_mark(line.path)) {
            (query, Some(mark)) => (&line.path[..mark], query, Some(&line.path[mark..])),
            (Some(query), None) => match methods_mark(query) {
                Some(mark) => (line.path, Some(&query[..mark]), Some(&query[mark..])),
                None => (line.path, Some(query), None),
            },
            (None, None) => (line.path, None, None),
        };
        let mut methods = None;
        if let Some(name) = line.method {
            methods = Some(self.methods(name));
        }
        if let Some(marked) = marked {
            let named = self.methods(&marked[1..]);
            if methods.is_some() {
                let problem = error("the method is given twice: before the path and after `#`", self.first_of(marked));
                self.diagnostics.push(problem.help("keep one of them"));
            }
            methods = methods.or(Some(named));
        }
        if let Some(query) = query {
            self.no_effect(line.path, query);
        }
        let trimmed = path.trim_end().trim_end_matches('/');
        let path = if trimmed.is_empty() { path } else { trimmed };
        let host = line.host.map(|host| (host.to_owned(), self.span_of(host)));
        match split(path, keys, self.file, self.start + offset_in(self.text, path)) {
            Ok(segments) => Some(PathPattern { segments, methods, host, keys }),
            Err(problem) => {
                self.diagnostics.push(problem);
                None
            }
        }
    }

    fn no_effect(&mut self, path: &str, query: &str) {
        let mut names = query.split('&').map(|option| option.split('=').next().unwrap_or(option).trim());
        let help = match names.any(|name| name.trim_start_matches('$').eq_ignore_ascii_case("select")) {
            true => {
                "remove it, and set the option in the call; to generate fewer properties, select the type with a list \
                 of them: `microsoft.graph.user::{id, displayName}`"
            }
            false => "remove it, and set the option in the call",
        };
        let message = format!("the query of `{path}` selects nothing");
        let diagnostic = Diagnostic::warning(Code::SelectorSyntax, message).at(self.span_of(query));
        self.diagnostics.push(diagnostic.help(help));
    }

    /// Parses the methods before a path or after `#`. All mistakes are reported.
    fn methods(&mut self, text: &'a str) -> Vec<(Method, Span)> {
        let mut methods = Vec::new();
        for (number, name) in text.split(',').enumerate() {
            if name.trim().is_empty() {
                let message = if number == 0 { "nothing follows the `#`" } else { "nothing follows the comma" };
                let at = offset_in(self.text, name);
                let help = "write GET, POST, PATCH, PUT or DELETE after it, or remove it";
                self.diagnostics.push(error(message, self.span(at.saturating_sub(1), at)).help(help));
            } else {
                methods.extend(self.method(name.trim()));
            }
        }
        methods
    }

    fn method(&mut self, name: &str) -> Option<(Method, Span)> {
        let span = self.span_of(name);
        let method = Method::from_name(name);
        if method.is_none() {
            let message = format!("`{name}` is not an HTTP method that selectors support");
            let names = [Method::Get, Method::Post, Method::Patch, Method::Put, Method::Delete].map(Method::as_str);
            let help = match closest(name, names) {
                Some(suggestion) => format!("did you mean `{suggestion}`?"),
                None => "write GET, POST, PATCH, PUT or DELETE; after `#`, separate them by commas".to_owned(),
            };
            self.diagnostics.push(error(message, span).help(help));
        }
        Some((method?, span))
    }

    fn name(&mut self, at: usize) -> Option<NamePattern> {
        let mut quiet = Diagnostics::default();
        let path = may_be_path(&self.text[at..]).then(|| {
            Parser::new(self.file, self.start, self.text, &mut quiet).path(&RequestLine::parse(&self.text[at..]))
        });
        match self.name_pattern(at) {
            Ok(name) => Some(NamePattern { path: path.flatten(), ..name }),
            Err(problem) => {
                self.diagnostics.push(problem);
                None
            }
        }
    }

    fn name_pattern(&self, at: usize) -> Result<NamePattern, Diagnostic> {
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
                .help("write a path such as `/users/{id}`, or a name such as `microsoft.graph.user`"));
        }
        Ok(NamePattern { name: Glob::new(name), name_span: span, members, path: None })
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

    /// The span of a part of the text.
    fn span_of(&self, part: &str) -> Span {
        let at = offset_in(self.text, part);
        self.span(at, at + part.len())
    }

    /// The span of the first byte of a part of the text.
    fn first_of(&self, part: &str) -> Span {
        let at = offset_in(self.text, part);
        self.span(at, at + 1)
    }

    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(self.file, self.start + from, self.start + to)
    }
}

/// Whether a text without a slash at its start is certainly a path: `users/{id}`, `v1.0/me`, `users#GET`.
fn is_relative_path(text: &str) -> bool {
    let (first, rest) = text.split_at(text.find(['/', '(', '#', '?']).unwrap_or(text.len()));
    let is_name = !first.is_empty() && first.chars().all(|c| c.is_alphanumeric() || c == '_');
    let rest = rest.strip_suffix("()").unwrap_or(rest);
    !text.contains("::")
        && (is_version(first) || is_name && (rest.contains(PATH_ONLY) || rest.matches('/').count() > 1))
}

/// The characters that are in paths and not in names.
const PATH_ONLY: [char; 7] = ['{', '<', '$', '(', '#', '?', '@'];

/// Whether a name may be meant as a path: `me/sendMail`.
fn may_be_path(text: &str) -> bool {
    !text.contains("::") && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '/' | '(' | ')'))
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
    fn several_methods_may_be_in_front_of_a_path() {
        for text in ["GET,PATCH /users/{id}", "GET, patch: users/{id}", "/users/{id}#GET,PATCH"] {
            let Pattern::Path(path) = parse(text).unwrap().pattern else { panic!("no path: {text}") };
            let methods: Vec<_> = path.methods.unwrap().into_iter().map(|(method, _)| method.as_str()).collect();
            assert_eq!((methods, path.segments.len()), (vec!["GET", "PATCH"], 2), "{text}");
        }
        let shown = parse("GET,PATHC /users/{id}").unwrap_err();
        assert!(shown.contains("select:1:5") && shown.contains("did you mean `PATCH`?"), "{shown}");
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
