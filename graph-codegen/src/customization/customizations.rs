use std::{collections::BTreeSet, fmt, rc::Rc, sync::Arc};

use proc_macro2::TokenStream;

use super::{
    Customize, Element, ExternPath, Pattern,
    collision::{Collision, Collisions},
    externs::Externs,
    setting::{Setting, SettingKind},
    unused,
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Sources},
    edm::{Model, QualifiedName, TypeId},
    naming::Identifier,
};

/// All customizations of a run.
///
/// Settings by pattern take precedence over extensions, and earlier ones over later ones.
#[derive(Clone, Default)]
pub struct Customizations {
    renames: Vec<Setting>,
    types: Vec<Setting>,
    attributes: Vec<Setting>,
    externs: Externs,
    /// Whether other crates use the generated types and request builders.
    is_exported: bool,
    /// Whether generated code does not say how to generate more of it.
    omits_selector_hints: bool,
    extensions: Vec<Rc<dyn Customize>>,
    collisions: Collisions,
}

impl fmt::Debug for Customizations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Customizations")
            .field("renames", &self.renames)
            .field("types", &self.types)
            .field("attributes", &self.attributes)
            .field("externs", &self.externs)
            .field("extensions", &self.extensions.len())
            .finish()
    }
}

impl Customizations {
    pub(crate) fn add_rename(&mut self, pattern: Pattern, name: String) {
        self.renames.push(Setting::new(SettingKind::Rename, pattern, name));
    }

    pub(crate) fn add_type(&mut self, pattern: String, path: String) {
        self.types.push(Setting::new(SettingKind::MapType, pattern, path));
    }

    pub(crate) fn add_attribute(&mut self, pattern: Pattern, attribute: String) {
        self.attributes.push(Setting::new(SettingKind::Attribute, pattern, attribute));
    }

    pub(crate) fn add_extension(&mut self, extension: Rc<dyn Customize>) {
        self.extensions.push(extension);
    }

    pub(crate) fn add_extern_type(&mut self, name: String, path: String) {
        self.externs.add(SettingKind::ExternType, name, path);
    }

    pub(crate) fn add_extern_namespace(&mut self, namespace: String, path: String) {
        self.externs.add(SettingKind::ExternNamespace, namespace, path);
    }

    pub(crate) fn add_extern_builders(&mut self, pattern: String, path: String) {
        self.externs.add(SettingKind::ExternBuilders, pattern, path);
    }

    pub(crate) fn export(&mut self) {
        self.is_exported = true;
    }

    pub(crate) fn omit_selector_hints(&mut self) {
        self.omits_selector_hints = true;
    }

    /// Whether generated code says how to generate more of it. Users of another crate cannot.
    pub(crate) fn has_selector_hints(&self) -> bool {
        !(self.is_exported || self.omits_selector_hints)
    }

    /// Whether the generated code is plain Rust of the generator, without text of users.
    pub(crate) fn is_empty(&self) -> bool {
        self.renames.is_empty() && self.types.is_empty() && self.attributes.is_empty() && self.extensions.is_empty()
    }

    /// Whether other crates use the generated types and request builders.
    pub(crate) fn is_exported(&self) -> bool {
        self.is_exported
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

    pub(crate) fn rename(&self, element: &Element<'_>, default: &str) -> Option<Identifier> {
        if !self.renames.is_empty() {
            let source_name = element.source_name();
            if let Some(found) = self.renames.iter().find(|setting| setting.is_for(element, &source_name)) {
                found.mark_used();
                return Identifier::new(&found.value);
            }
        }
        self.extensions.iter().find_map(|extension| extension.rename(element, default))
    }

    pub(crate) fn map_type(&self, qualified_name: &str) -> Option<String> {
        if let Some(found) = self.types.iter().find(|setting| setting.matches(qualified_name)) {
            found.mark_used();
            return Some(found.value.clone());
        }
        self.extensions.iter().find_map(|extension| Some(extension.map_type(qualified_name)?.to_string()))
    }

    pub(crate) fn attributes(&self, element: &Element<'_>) -> Vec<TokenStream> {
        let mut attributes = Vec::new();
        if !self.attributes.is_empty() {
            let source_name = element.source_name();
            for found in self.attributes.iter().filter(|setting| setting.is_for(element, &source_name)) {
                found.mark_used();
                attributes.extend(parse_attribute(&found.value));
            }
        }
        attributes
    }
}

impl Customizations {
    /// The types of a model that another crate has.
    pub(crate) fn extern_types(&self, model: &Model) -> BTreeSet<TypeId> {
        let is_extern = |name: &QualifiedName| self.externs.has_type(name);
        if self.externs.is_empty() {
            return BTreeSet::new();
        }
        model.types().filter(|(_, declared)| is_extern(&declared.name)).map(|(id, _)| id).collect()
    }

    /// The path of a type that another crate has.
    pub(crate) fn extern_type(&self, name: &QualifiedName) -> Option<ExternPath> {
        self.externs.type_path(name, |default| self.rename(&Element::Type(name), default))
    }

    /// The module of the request builders for a type, if another crate has them.
    pub(crate) fn extern_builders(&self, name: &QualifiedName) -> Option<Arc<str>> {
        self.externs.builders_module(name)
    }

    /// Whether another crate has request builders.
    pub(crate) fn has_extern_builders(&self) -> bool {
        self.externs.has_builders()
    }

    /// Records that a chosen name is that of another element.
    pub(crate) fn collide(&self, collision: Collision) {
        self.collisions.add(collision);
    }

    /// Reports invalid paths and colliding names and, without other errors, unused settings.
    pub(crate) fn report(&self, model: &Model, sources: &mut Sources, diagnostics: &mut Diagnostics) {
        diagnostics.extend(self.externs.check(sources));
        for collision in self.collisions.take() {
            let setting = self.renames.iter().find(|setting| setting.matches(&collision.renamed));
            diagnostics.push(collision.diagnostic(setting, model, sources));
        }
        if !diagnostics.has_errors() {
            let settings = self.renames.iter().chain(&self.types).chain(&self.attributes);
            unused::report(settings.chain(self.externs.settings()), model, sources, diagnostics);
        }
    }
}

fn parse_attribute(text: &str) -> Option<TokenStream> {
    use syn::parse::Parser;

    let attributes = syn::Attribute::parse_outer.parse_str(text).ok()?;
    (!attributes.is_empty()).then(|| text.parse().ok())?
}
