use std::borrow::Cow;

use super::{
    Reader,
    element::{Element, MAX_UNKNOWN, similar},
    identifier::{self, Flaw},
    namespace::Kind,
    vocabulary::{AttributeName, ElementName},
};
use crate::{
    csdl::{Facets, Ignored, Text},
    diagnostic::{Code, Diagnostic, Quoted, Severity},
};

/// An attribute of a start tag.
pub(super) struct Attribute<'a> {
    pub(super) name: AttributeName,
    pub(super) namespace: Kind,
    /// The name without prefix.
    pub(super) local: &'a str,
    /// Where the name starts.
    pub(super) start: usize,
    /// The value; `None` once it has been taken.
    pub(super) value: Option<Text<'a>>,
}

/// The attributes of a start tag, except namespace declarations.
#[derive(Default)]
pub(super) struct Attributes<'a> {
    pub(super) list: Vec<Attribute<'a>>,
    /// The number of attributes that have not been taken.
    pub(super) remaining: usize,
}

impl<'a> Attributes<'a> {
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.remaining = 0;
    }

    pub(super) fn push(&mut self, attribute: Attribute<'a>) {
        self.list.push(attribute);
        self.remaining += 1;
    }

    pub(super) fn take(&mut self, name: AttributeName) -> Option<Text<'a>> {
        let mut index = 0;
        while index < self.list.len() {
            let attribute = &mut self.list[index];
            if attribute.name == name && attribute.value.is_some() {
                self.remaining -= 1;
                return attribute.value.take();
            }
            index += 1;
        }
        None
    }
}

impl<'t, 'a> Reader<'t, 'a, '_> {
    pub(super) fn optional(&mut self, name: AttributeName) -> Option<Text<'a>> {
        if self.attributes.remaining == 0 {
            return None;
        }
        self.attributes.take(name)
    }

    /// Takes an attribute that must be present; reports a missing one and returns an empty text.
    pub(super) fn required(&mut self, element: Element<'t, 'a>, name: AttributeName) -> Text<'a> {
        if let Some(value) = self.attributes.take(name) {
            return value;
        }
        let span = self.span(element.start, element.end);
        let message = format!("{} has no attribute `{}`", Quoted(element.local), name.as_str());
        let help = format!("add `{}=\"…\"`", name.as_str());
        self.report(Diagnostic::error(Code::Csdl, message).at(span).help(help));
        Text { value: Cow::Borrowed(""), span }
    }

    /// Takes a Boolean: `true` or `false`; `xs:boolean` also allows `1` and `0`.
    pub(super) fn boolean(&mut self, name: AttributeName) -> Option<bool> {
        if self.attributes.remaining == 0 {
            return None;
        }
        let text = self.attributes.take(name)?;
        match &*text.value {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            other => {
                let message = match other {
                    "" => format!("`{}` is empty, not a Boolean", name.as_str()),
                    _ => format!("`{}` is {}, not a Boolean", name.as_str(), Quoted(other)),
                };
                // `True` is unambiguous, and some services write it.
                let meant = [true, false].into_iter().find(|value| other.eq_ignore_ascii_case(&value.to_string()));
                let diagnostic = match meant {
                    Some(_) => Diagnostic::warning(Code::Csdl, message),
                    None => Diagnostic::error(Code::Csdl, message),
                };
                self.report(diagnostic.at(text.span).help("write `true` or `false`"));
                meant
            }
        }
    }

    /// Takes the facets, and the default value if the element can have one.
    pub(super) fn facets(&mut self, element: Element<'t, 'a>) -> Option<Box<Facets<'a>>> {
        if self.attributes.remaining == 0 {
            return None;
        }
        let has_default = matches!(element.name, ElementName::Property | ElementName::Term);
        Some(Box::new(Facets {
            max_length: self.optional(AttributeName::MaxLength),
            precision: self.optional(AttributeName::Precision),
            scale: self.optional(AttributeName::Scale),
            unicode: self.boolean(AttributeName::Unicode),
            srid: self.optional(AttributeName::Srid),
            default_value: if has_default { self.optional(AttributeName::DefaultValue) } else { None },
        }))
    }

    /// Takes `Name`, which must be a `SimpleIdentifier`.
    pub(super) fn name(&mut self, element: Element<'t, 'a>) -> Text<'a> {
        let Some(name) = self.attributes.take(AttributeName::Name) else {
            return self.required(element, AttributeName::Name);
        };
        match identifier::flaw(&name.value) {
            Some(flaw) if element.name != ElementName::Parameter && identifier::is_lenient(&name.value) => {
                let diagnostic = Diagnostic { severity: Severity::Warning, ..character_flaw(&name, flaw) };
                self.report(diagnostic.help(identifier::LENIENT_HELP));
            }
            // Published metadata has such names in places that few need.
            Some(flaw @ (Flaw::Start(_) | Flaw::Character(_))) => {
                let diagnostic = character_flaw(&name, flaw);
                self.diagnostics.push_deferred(diagnostic);
            }
            Some(flaw) => self.flawed(&name, flaw),
            None => {}
        }
        name
    }

    pub(super) fn flawed(&mut self, name: &Text<'a>, flaw: Flaw) {
        match flaw {
            Flaw::Long => self.long(name),
            flaw => self.report(character_flaw(name, flaw)),
        }
    }

    /// Reports a name that is longer than the specification allows: as an error only if it is far too long, since
    /// messages and qualified names repeat it.
    fn long(&mut self, name: &Text<'a>) {
        let message = format!("the name has more than {} characters", identifier::MAX_LENGTH);
        let diagnostic = match name.value.chars().nth(Self::MAX_NAME_LENGTH) {
            None => Diagnostic::warning(Code::Name, message),
            Some(_) => Diagnostic::error(Code::Name, message).help("use a shorter name"),
        };
        self.report(diagnostic.at(name.span));
    }

    const MAX_NAME_LENGTH: usize = 512;

    /// Records every attribute that has not been taken as ignored.
    pub(super) fn ignore_remaining(&mut self, element: Element<'t, 'a>) {
        let mut index = 0;
        while index < self.attributes.list.len() {
            let attribute = &mut self.attributes.list[index];
            index += 1;
            let Some(text) = attribute.value.take() else { continue };
            let (local, start) = (attribute.local, attribute.start);
            let reason = match attribute.namespace {
                Kind::Foreign => "foreign namespace",
                _ if attribute.name == AttributeName::Unknown => "not in the specification",
                _ => "not an attribute of this element",
            };
            let mut name = String::with_capacity(element.local.len() + 1 + local.len());
            name.push_str(element.local);
            name.push('@');
            name.push_str(local);
            self.ignored.push(Ignored { name, reason, text });
            if reason == "not in the specification" {
                self.unknown(element, local, start);
            }
        }
        self.attributes.clear();
    }

    /// Warns of an unknown attribute that may be misspelled. Warns once per name, since a service that adds its own
    /// attributes may add them everywhere.
    fn unknown(&mut self, element: Element<'t, 'a>, local: &'a str, start: usize) {
        if self.unknown_attributes.len() >= MAX_UNKNOWN || !self.unknown_attributes.insert(local) {
            return;
        }
        if let Some(meant) = similar(local, AttributeName::ALL.iter().map(|name| name.as_str())) {
            let span = self.span(start, start + local.len());
            let message = format!("attribute {} of {} is ignored", Quoted(local), Quoted(element.local));
            let help = format!("did you mean `{meant}`?");
            self.report(Diagnostic::warning(Code::Csdl, message).at(span).help(help));
        }
    }
}

fn character_flaw(name: &Text<'_>, flaw: Flaw) -> Diagnostic {
    let message = match flaw {
        Flaw::Empty | Flaw::Long => "the name is empty".to_owned(),
        Flaw::Start(character) => format!("a name cannot begin with {character:?}"),
        Flaw::Character(character) => format!("a name cannot contain {character:?}"),
    };
    let help = "a name is a letter or underscore, then letters, digits and underscores";
    Diagnostic::error(Code::Name, message).at(name.span).help(help)
}
