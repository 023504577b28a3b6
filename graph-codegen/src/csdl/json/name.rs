use super::Reader;
use crate::{
    csdl::{
        Text,
        reader::{Flaw, LENIENT_HELP, MAX_LENGTH, MAX_NAMESPACE_LENGTH, RESERVED, flaw, is_lenient},
    },
    diagnostic::{Code, Diagnostic, Quoted, Severity},
};

/// The length of a name from which it is an error, since messages and qualified names repeat it.
const MAX_NAME_LENGTH: usize = 512;

impl<'a> Reader<'a, '_> {
    /// Checks that a name is a `SimpleIdentifier`, or similar.
    pub(super) fn checked_name(&mut self, name: Text<'a>) -> Text<'a> {
        match flaw(&name.value).filter(|_| is_lenient(&name.value)) {
            Some(flaw) => {
                let diagnostic = Diagnostic { severity: Severity::Warning, ..flawed(&name, flaw) };
                self.report(diagnostic.help(LENIENT_HELP));
                name
            }
            None => self.checked_parameter_name(name),
        }
    }

    /// Checks that the name of a parameter is a `SimpleIdentifier`.
    pub(super) fn checked_parameter_name(&mut self, name: Text<'a>) -> Text<'a> {
        match flaw(&name.value) {
            // Published metadata has such names in places that few need.
            Some(flaw @ (Flaw::Start(_) | Flaw::Character(_))) => {
                self.diagnostics.push_deferred(flawed(&name, flaw));
            }
            Some(flaw) => self.report(flawed(&name, flaw)),
            None => {}
        }
        name
    }

    /// Checks a namespace: simple identifiers separated by dots.
    pub(super) fn checked_namespace(&mut self, namespace: Text<'a>) -> Text<'a> {
        if namespace.value.chars().nth(MAX_NAMESPACE_LENGTH).is_some() {
            let message = format!("the namespace has more than {MAX_NAMESPACE_LENGTH} characters");
            self.report(Diagnostic::error(Code::Name, message).at(namespace.span).help("use a shorter name"));
        }
        match namespace.value.split('.').find_map(flaw) {
            Some(Flaw::Empty) => {
                let message = match &*namespace.value {
                    "" => "the namespace is empty",
                    _ => "a part of the namespace is empty",
                };
                let help = "a namespace is one name, or several separated by dots";
                self.report(Diagnostic::error(Code::Name, message).at(namespace.span).help(help));
            }
            Some(flaw) => self.report(flawed(&namespace, flaw)),
            None => {}
        }
        namespace
    }

    /// Checks an alias: a simple identifier that is not reserved.
    pub(super) fn checked_alias(&mut self, alias: Text<'a>) -> Text<'a> {
        if let Some(flaw) = flaw(&alias.value) {
            self.report(flawed(&alias, flaw));
        } else if RESERVED.contains(&&*alias.value) {
            let message = format!("the alias {} is reserved", Quoted(&alias));
            let help = "choose another alias: `Edm`, `odata`, `System` and `Transient` are reserved";
            self.report(Diagnostic::error(Code::Name, message).at(alias.span).help(help));
        }
        alias
    }
}

fn flawed(name: &Text<'_>, flaw: Flaw) -> Diagnostic {
    let message = match flaw {
        Flaw::Empty => "the name is empty".to_owned(),
        Flaw::Start(character) => format!("a name cannot begin with {character:?}"),
        Flaw::Character(character) => format!("a name cannot contain {character:?}"),
        Flaw::Long => {
            let message = format!("the name has more than {MAX_LENGTH} characters");
            return match name.value.chars().nth(MAX_NAME_LENGTH) {
                None => Diagnostic::warning(Code::Name, message).at(name.span),
                Some(_) => Diagnostic::error(Code::Name, message).at(name.span).help("use a shorter name"),
            };
        }
    };
    let help = "a name is a letter or underscore, then letters, digits and underscores";
    Diagnostic::error(Code::Name, message).at(name.span).help(help)
}
