use super::{
    Glob, Keys, Segment,
    segment::{methods_mark, split},
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, FileId, Sources, Span},
    edm::OperationKind,
};

/// One line of a selection, as written.
///
/// ```text
/// /users/{id}/reprocessLicenseAssignment          a path: the operation, and the way to it
/// /users/{id}#GET                                 a resource and its methods
/// /users/{id}/**                                  everything from there on
/// /users/delta()                                  a function; its parameters as in `range(address='{address}')`
/// /users/{id}/memberOf/graph.group                a cast to a derived type
/// /users(userPrincipalName='{upn}')               an entity by an alternate key
/// microsoft.graph.user                            a type, with GET where the container has it
/// microsoft.graph.user/reprocessLicenseAssignment an operation by its binding type
/// microsoft.graph.user::{id, displayName}         a type trimmed to members
/// microsoft.graph.license*                        names by pattern
/// !microsoft.graph.mailboxSettings                leaves something out
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Selector {
    /// Whether it leaves out (`!`).
    pub is_exclusion: bool,
    /// What it names.
    pub pattern: Pattern,
    /// The text as written, trimmed.
    pub text: String,
    /// Where it is.
    pub span: Span,
}

/// What a selector names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// By path in the service.
    Path(PathPattern),
    /// By name in the model.
    Name(NamePattern),
}

/// A path: `/users/{id}/sendMail#POST`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathPattern {
    /// The segments, each with its place.
    pub segments: Vec<(Segment, Span)>,
    /// The methods behind `#`.
    pub methods: Option<Vec<(Method, Span)>>,
}

/// An HTTP method that a path selector may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
    /// `PATCH`.
    Patch,
    /// `PUT`.
    Put,
    /// `DELETE`.
    Delete,
}

impl Method {
    /// The method in capitals.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// The method that operations of a kind are called with.
    #[must_use]
    pub const fn of_operation(kind: OperationKind) -> Self {
        match kind {
            OperationKind::Action => Self::Post,
            OperationKind::Function => Self::Get,
        }
    }

    /// The method of a name, in capitals or not.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Get, Self::Post, Self::Patch, Self::Put, Self::Delete]
            .into_iter()
            .find(|method| method.as_str().eq_ignore_ascii_case(name))
    }
}

/// A name in the model: `microsoft.graph.user::{id, displayName}`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NamePattern {
    /// Namespace and name, or a name alone, or a pattern of them.
    pub name: Glob,
    /// Where the name is.
    pub name_span: Span,
    /// Properties and operations, if listed.
    pub members: Option<Vec<MemberPattern>>,
}

/// A member in the braces of a [`NamePattern`], or behind its slash.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemberPattern {
    /// Whether it leaves out (`!`).
    pub is_exclusion: bool,
    /// The name, or a pattern of names.
    pub name: Glob,
    /// Where it is.
    pub span: Span,
}

impl Selector {
    /// Parses every line of a source: empty lines and lines that begin with `//` or `#` are passed over.
    pub fn parse_all(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<Self> {
        let Some(source) = sources.get(file) else { return Vec::new() };
        let mut offset = 0;
        let mut selectors = Vec::new();
        for line in source.text().split_inclusive('\n') {
            let trimmed = line.trim();
            let comment = trimmed.is_empty() || trimmed.starts_with('#') || trimmed.starts_with("//");
            if !comment {
                let start = offset + (line.len() - line.trim_start().len());
                selectors.extend(Self::parse(trimmed, file, start, diagnostics));
            }
            offset += line.len();
        }
        selectors
    }

    /// Parses one selector that stands at byte `start` of `file`.
    pub fn parse(text: &str, file: FileId, start: usize, diagnostics: &mut Diagnostics) -> Option<Self> {
        let parser = Parser { file, start, text };
        match parser.selector() {
            Ok(selector) => Some(selector),
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                None
            }
        }
    }
}

struct Parser<'a> {
    file: FileId,
    start: usize,
    text: &'a str,
}

impl<'a> Parser<'a> {
    fn selector(&self) -> Result<Selector, Diagnostic> {
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
                return Err(error(format!("`{}` is no HTTP method", name.trim()), span)
                    .help("behind `#` stand GET, POST, PATCH, PUT or DELETE, separated by commas"));
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
            return Err(error(format!("`{name}` is no name of the model"), span)
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
                return Err(error(format!("`{trimmed}` is no member name"), span)
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
    use super::{Pattern, Segment, Selector};
    use crate::diagnostic::{Diagnostics, Rendered, Sources};

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
    fn mistakes_are_shown_at_their_place() {
        let shown = parse("/users//sendMail").unwrap_err();
        assert!(shown.contains("select:1:8"), "{shown}");
        assert!(parse("/users/**/x").unwrap_err().contains("nothing can follow it"));
        assert!(parse("/users/{id}#FETCH").unwrap_err().contains("select:1:13"));
        assert!(parse("microsoft.graph.user::{id").unwrap_err().contains("no closing"));
        assert!(parse("graph user").unwrap_err().contains("no name of the model"));
    }
}
