use std::{cell::Cell, fmt, rc::Rc};

use proc_macro2::TokenStream;

use super::{Customize, Element};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Sources, Span},
    naming::Identifier,
    selection::Glob,
};

/// All customizations of a run.
///
/// Settings by pattern take precedence over extensions, and earlier ones over later ones.
#[derive(Clone, Default)]
pub struct Customizations {
    renames: Vec<Setting>,
    types: Vec<Setting>,
    attributes: Vec<Setting>,
    extensions: Vec<Rc<dyn Customize>>,
}

impl fmt::Debug for Customizations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customizations")
            .field("renames", &self.renames)
            .field("types", &self.types)
            .field("attributes", &self.attributes)
            .field("extensions", &self.extensions.len())
            .finish()
    }
}

/// A setting of users.
#[derive(Clone, Debug)]
struct Setting {
    /// What diagnostics call it.
    name: &'static str,
    pattern: Glob,
    value: String,
    /// Whether anything that is generated matches.
    is_used: Cell<bool>,
}

impl Setting {
    fn new(name: &'static str, pattern: String, value: String) -> Self {
        Self { name, pattern: Glob::new(pattern), value, is_used: Cell::new(false) }
    }

    /// Returns the value if the pattern matches.
    fn value_for(&self, source_name: &str) -> Option<&str> {
        let is_match = matches(&self.pattern, source_name);
        is_match.then(|| {
            self.is_used.set(true);
            self.value.as_str()
        })
    }
}

/// Matches a source name: `*` matches dots too, since namespaces are part of the name.
fn matches(pattern: &Glob, source_name: &str) -> bool {
    pattern.matches(source_name, '/')
}

impl Customizations {
    pub(crate) fn add_rename(&mut self, pattern: String, name: String) {
        self.renames.push(Setting::new("rename", pattern, name));
    }

    pub(crate) fn add_type(&mut self, pattern: String, path: String) {
        self.types.push(Setting::new("map_type", pattern, path));
    }

    pub(crate) fn add_attribute(&mut self, pattern: String, attribute: String) {
        self.attributes.push(Setting::new("attribute", pattern, attribute));
    }

    pub(crate) fn add_extension(&mut self, extension: Rc<dyn Customize>) {
        self.extensions.push(extension);
    }

    /// Whether there are no customizations.
    pub(crate) fn is_empty(&self) -> bool {
        self.renames.is_empty() && self.types.is_empty() && self.attributes.is_empty() && self.extensions.is_empty()
    }

    /// Reports settings that are not valid Rust; the methods below rely on valid ones.
    pub(crate) fn check(&self, diagnostics: &mut Diagnostics) {
        for Setting { pattern, value: name, .. } in &self.renames {
            if Identifier::new(name).is_none() {
                let message = format!(
                    "`{}` cannot be renamed to `{name}`: that is not a valid Rust identifier",
                    pattern.as_str()
                );
                diagnostics.push(Diagnostic::error(Code::Extension, message));
            }
        }
        for Setting { pattern, value: path, .. } in &self.types {
            if syn::parse_str::<syn::Type>(path).is_err() {
                let message =
                    format!("`{}` cannot be mapped to `{path}`: that is not a valid Rust type", pattern.as_str());
                diagnostics.push(Diagnostic::error(Code::Extension, message));
            }
        }
        for Setting { pattern, value: attribute, .. } in &self.attributes {
            if parse_attribute(attribute).is_none() {
                let message = format!(
                    "`{attribute}`, set for `{}`, is not a valid Rust attribute; write it as in `#[must_use]`",
                    pattern.as_str()
                );
                diagnostics.push(Diagnostic::error(Code::Extension, message));
            }
        }
    }

    /// Warns of patterns that matched nothing since the settings were made.
    pub(crate) fn report_unused(&self, sources: &mut Sources, diagnostics: &mut Diagnostics) {
        let all = self.renames.iter().chain(&self.types).chain(&self.attributes);
        for Setting { name, pattern, .. } in all.filter(|setting| !setting.is_used.get()) {
            let pattern = pattern.as_str();
            let span = Span::new(sources.add(*name, pattern), 0, pattern.len());
            let message = format!("the pattern `{pattern}` of `{name}` matches nothing that is generated");
            let help = "names are those of the metadata, as in `microsoft.graph.user` or `microsoft.graph.user/mail`; an \
                        earlier pattern for the same name takes precedence";
            diagnostics.push(Diagnostic::warning(Code::Extension, message).at(span).help(help));
        }
    }

    pub(crate) fn rename(&self, element: &Element<'_>, default: &str) -> Option<Identifier> {
        if !self.renames.is_empty() {
            let source_name = element.source_name();
            if let Some(name) = self.renames.iter().find_map(|setting| setting.value_for(&source_name)) {
                return Identifier::new(name);
            }
        }
        self.extensions.iter().find_map(|extension| extension.rename(element, default))
    }

    pub(crate) fn map_type(&self, qualified_name: &str) -> Option<String> {
        if let Some(path) = self.types.iter().find_map(|setting| setting.value_for(qualified_name)) {
            return Some(path.to_owned());
        }
        self.extensions.iter().find_map(|extension| Some(extension.map_type(qualified_name)?.to_string()))
    }

    pub(crate) fn attributes(&self, element: &Element<'_>) -> Vec<TokenStream> {
        let mut attributes = Vec::new();
        if !self.attributes.is_empty() {
            let source_name = element.source_name();
            for attribute in self.attributes.iter().filter_map(|setting| setting.value_for(&source_name)) {
                attributes.extend(parse_attribute(attribute));
            }
        }
        for extension in &self.extensions {
            attributes.extend(extension.attributes(element));
        }
        attributes
    }
}

fn parse_attribute(text: &str) -> Option<TokenStream> {
    use syn::parse::Parser;

    let attributes = syn::Attribute::parse_outer.parse_str(text).ok()?;
    (!attributes.is_empty()).then(|| text.parse().ok())?
}
