use std::{fmt, rc::Rc};

use proc_macro2::TokenStream;

use super::{Customize, Element, Pattern};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    naming::Identifier,
    selection::Glob,
};

/// All customizations of a run.
///
/// Settings by pattern take precedence over extensions, and earlier ones over later ones.
#[derive(Clone, Default)]
pub struct Customizations {
    renames: Vec<(Pattern, String)>,
    types: Vec<(Glob, String)>,
    attributes: Vec<(Pattern, String)>,
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

/// Matches a qualified name: `*` matches dots too, since namespaces are part of the name.
fn matches(pattern: &Glob, source_name: &str) -> bool {
    pattern.matches(source_name, '/')
}

impl Customizations {
    pub(crate) fn add_rename(&mut self, pattern: Pattern, name: String) {
        self.renames.push((pattern, name));
    }

    pub(crate) fn add_type(&mut self, pattern: String, path: String) {
        self.types.push((Glob::new(pattern), path));
    }

    pub(crate) fn add_attribute(&mut self, pattern: Pattern, attribute: String) {
        self.attributes.push((pattern, attribute));
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
        for (pattern, name) in &self.renames {
            if Identifier::new(name).is_none() {
                let message = format!(
                    "`{}` cannot be renamed to `{name}`: that is not a valid Rust identifier",
                    pattern.as_str()
                );
                diagnostics.push(Diagnostic::error(Code::Extension, message));
            }
        }
        for (pattern, path) in &self.types {
            if syn::parse_str::<syn::Type>(path).is_err() {
                let message =
                    format!("`{}` cannot be mapped to `{path}`: that is not a valid Rust type", pattern.as_str());
                diagnostics.push(Diagnostic::error(Code::Extension, message));
            }
        }
        for (pattern, attribute) in &self.attributes {
            if parse_attribute(attribute).is_none() {
                let message = format!(
                    "`{attribute}`, set for `{}`, is not a valid Rust attribute; write it as in `#[must_use]`",
                    pattern.as_str()
                );
                diagnostics.push(Diagnostic::error(Code::Extension, message));
            }
        }
    }

    pub(crate) fn rename(&self, element: &Element<'_>, default: &str) -> Option<Identifier> {
        if !self.renames.is_empty() {
            let source_name = element.source_name();
            let found = self.renames.iter().find(|(pattern, _)| pattern.is_for(element, &source_name));
            if let Some((_, name)) = found {
                return Identifier::new(name);
            }
        }
        self.extensions.iter().find_map(|extension| extension.rename(element, default))
    }

    pub(crate) fn map_type(&self, qualified_name: &str) -> Option<String> {
        let found = self.types.iter().find(|(pattern, _)| matches(pattern, qualified_name));
        if let Some((_, path)) = found {
            return Some(path.clone());
        }
        self.extensions.iter().find_map(|extension| Some(extension.map_type(qualified_name)?.to_string()))
    }

    pub(crate) fn attributes(&self, element: &Element<'_>) -> Vec<TokenStream> {
        let mut attributes = Vec::new();
        if !self.attributes.is_empty() {
            let source_name = element.source_name();
            for (_, attribute) in self.attributes.iter().filter(|(pattern, _)| pattern.is_for(element, &source_name)) {
                attributes.extend(parse_attribute(attribute));
            }
        }
        attributes
    }
}

fn parse_attribute(text: &str) -> Option<TokenStream> {
    use syn::parse::Parser;

    let attributes = syn::Attribute::parse_outer.parse_str(text).ok()?;
    (!attributes.is_empty()).then(|| text.parse().ok())?
}
