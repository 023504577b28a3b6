use std::{cell::RefCell, collections::BTreeSet, fmt, rc::Rc, sync::Arc};

use proc_macro2::TokenStream;

use super::{
    Customize, Element, ExternPath, Pattern,
    collision::{Collisions, ScopeKind},
    externs::Externs,
    rust_type::is_field_type,
    setting::{Setting, SettingKind},
    unused,
};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Sources},
    edm::{Model, QualifiedName, TypeId},
    naming::{Clash, Identifier, Wanted},
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
    /// Types with the tokens that extensions map them to, which are not types.
    not_types: RefCell<BTreeSet<(String, String)>>,
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

    /// Reports settings that are not valid Rust, which the methods below ignore.
    pub(crate) fn check(&self, sources: &mut Sources, diagnostics: &mut Diagnostics) {
        let mut refuse = |setting: &Setting, message: String, help: &str| {
            diagnostics.push(Diagnostic::error(Code::Extension, message).at(setting.span(sources)).help(help));
        };
        for setting @ Setting { value: name, .. } in &self.renames {
            if Identifier::new(name).is_none() {
                let message = format!("`{setting}` cannot be renamed to `{name}`: that is not a valid Rust identifier");
                refuse(setting, message, "write letters, digits and `_`; keywords become raw identifiers");
            } else if setting.pattern.is_of_request_builders() {
                let message = format!("`{setting}` cannot be renamed: request builders are named after their types");
                refuse(setting, message, "rename the type, as in `microsoft.graph.user`");
            }
        }
        for setting @ Setting { value: path, .. } in &self.types {
            if !path.parse().is_ok_and(|tokens| is_field_type(&tokens)) {
                let message = format!("`{setting}` cannot be mapped to `{path}`: that is not a valid Rust type");
                refuse(setting, message, "write the path of a type, as in `crate::Id`");
            }
        }
        for setting @ Setting { value: attribute, .. } in &self.attributes {
            if parse_attribute(attribute).is_none() {
                let message = format!("`{attribute}`, set for `{setting}`, is not a valid Rust attribute");
                refuse(setting, message, "write it as in `#[must_use]`, and traits to derive as in `Clone, Debug`");
            }
        }
    }

    /// Whether names of elements may not be the default ones.
    pub(crate) fn choose_names(&self) -> bool {
        !self.renames.is_empty() || !self.extensions.is_empty()
    }

    /// The chosen name of an element, or else the default one.
    pub(crate) fn wanted(&self, element: &Element<'_>, default: Wanted) -> Wanted {
        let renamed = self.rename(element, default.identifier.as_str());
        renamed.filter(|name| *name != default.identifier).map_or(default, Wanted::chosen)
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

    /// The Rust type that a type is mapped to.
    pub(crate) fn map_type(&self, qualified_name: &str) -> Option<String> {
        if let Some(found) = self.types.iter().find(|setting| setting.matches(qualified_name)) {
            return Some(found.value.clone());
        }
        let tokens = self.extensions.iter().find_map(|extension| extension.map_type(qualified_name))?;
        let text = tokens.to_string();
        if !is_field_type(&tokens) {
            self.not_types.borrow_mut().insert((qualified_name.to_owned(), text.clone()));
        }
        Some(text)
    }

    /// Records that generated code uses a mapped type.
    pub(crate) fn use_mapped(&self, qualified_name: &str) {
        if let Some(found) = self.types.iter().find(|setting| setting.matches(qualified_name)) {
            found.mark_used();
        }
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

    /// Records chosen names that something else in a scope has.
    pub(crate) fn collide(&self, clashes: Vec<Clash>, scope: ScopeKind) {
        self.collisions.add(clashes, scope);
    }

    /// Reports invalid paths and colliding names and, without other errors, unused settings.
    pub(crate) fn report(&self, model: &Model, sources: &mut Sources, diagnostics: &mut Diagnostics) {
        diagnostics.extend(self.externs.check(sources));
        for (name, text) in self.not_types.take() {
            let message = format!("an extension maps `{name}` to `{text}`: that is not a valid Rust type");
            diagnostics.push(Diagnostic::error(Code::Extension, message).help("return a path, as in `crate::Id`"));
        }
        for collision in self.collisions.take() {
            let setting = collision.setting(&self.renames);
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
