use std::sync::Arc;

use super::setting::{Setting, SettingKind};
use crate::{
    diagnostic::{Code, Diagnostic, Sources},
    edm::QualifiedName,
    naming::{Identifier, camel, snake},
};

/// The path of an item of another crate, or of another module of the crate: `::common` and `City`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExternPath {
    /// The path of the module that has the item.
    pub(crate) module: Arc<str>,
    /// The item's name.
    pub(crate) name: Identifier,
}

/// The types and request builders that are not generated, since another crate has them.
#[derive(Clone, Debug, Default)]
pub(super) struct Externs {
    /// Qualified names of types, with the paths of items.
    types: Vec<Setting>,
    /// Namespaces, with the paths of modules.
    namespaces: Vec<Setting>,
    /// Patterns of types, with the paths of the modules that have their request builders.
    builders: Vec<Setting>,
}

impl Externs {
    pub(super) fn add(&mut self, kind: SettingKind, name: String, path: String) {
        let list = match kind {
            SettingKind::ExternType => &mut self.types,
            SettingKind::ExternNamespace => &mut self.namespaces,
            _ => &mut self.builders,
        };
        list.push(Setting::new(kind, name, path));
    }

    pub(super) fn settings(&self) -> impl Iterator<Item = &Setting> {
        self.types.iter().chain(&self.namespaces).chain(&self.builders)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.settings().next().is_none()
    }

    pub(super) fn has_builders(&self) -> bool {
        !self.builders.is_empty()
    }

    /// Reports paths that are not valid.
    pub(super) fn check(&self, sources: &mut Sources) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for setting in self.settings() {
            let parsed = match setting.kind {
                SettingKind::ExternType => item(&setting.value).is_some(),
                _ => module(&setting.value).is_some(),
            };
            if !parsed {
                let example = if setting.kind == SettingKind::ExternType { "::common::City" } else { "::common" };
                let message = format!("`{}`, set for `{}`, is not a path of another crate", setting.value, setting);
                found.push(
                    Diagnostic::error(Code::Extension, message)
                        .at(setting.span(sources))
                        .help(format!("write it as in `{example}` or `crate{example}`")),
                );
            }
            let name = setting.pattern.as_str();
            if setting.kind == SettingKind::ExternType && name.starts_with("Edm.") {
                let message = format!("`{setting}` is a primitive type, not one that another crate generated");
                let help = format!("map it with `.map_type(\"{name}\", \"{}\")`", setting.value);
                found.push(Diagnostic::error(Code::Extension, message).at(setting.span(sources)).help(help));
            }
            if setting.kind != SettingKind::ExternBuilders && !setting.pattern.is_literal() {
                let message = format!("`{setting}` is a pattern, but an extern type or namespace has one name");
                found.push(
                    Diagnostic::error(Code::Extension, message)
                        .at(setting.span(sources))
                        .help("for all types of a namespace, call `.extern_namespace(…)`"),
                );
            }
        }
        found
    }

    /// Whether a type is not generated, since another crate has it.
    pub(super) fn has_type(&self, name: &QualifiedName) -> bool {
        self.types.iter().any(|setting| setting.pattern.as_str() == name.as_str())
            || self.namespaces.iter().any(|setting| below(setting.pattern.as_str(), name.namespace()).is_some())
    }

    /// The path of a type that another crate has. In a namespace, the type has the name that `rename` chooses, or the
    /// default one.
    pub(super) fn type_path(
        &self,
        name: &QualifiedName,
        rename: impl FnOnce(&str) -> Option<Identifier>,
    ) -> Option<ExternPath> {
        if let Some(setting) = self.types.iter().find(|setting| setting.pattern.as_str() == name.as_str()) {
            setting.mark_used();
            return item(&setting.value);
        }
        // The longest namespace is the most specific.
        let candidates = self.namespaces.iter().filter_map(|setting| {
            let rest = below(setting.pattern.as_str(), name.namespace())?;
            Some((rest, setting))
        });
        let (rest, setting) = candidates.min_by_key(|(rest, _)| rest.len())?;
        setting.mark_used();
        let mut path = module(&setting.value)?;
        for part in rest.split('.').filter(|part| !part.is_empty()) {
            let part = Identifier::forced(&snake(part));
            path = format!("{path}::{}", part.written());
        }
        let default = camel(name.name());
        let name = rename(&default).unwrap_or_else(|| Identifier::forced(&default));
        Some(ExternPath { module: path.into(), name })
    }

    /// The module of the request builders for a type, if another crate has them.
    pub(super) fn builders_module(&self, name: &QualifiedName) -> Option<Arc<str>> {
        let setting = self.builders.iter().find(|setting| setting.matches(name.as_str()))?;
        setting.mark_used();
        module(&setting.value).map(Into::into)
    }
}

/// The rest of a namespace that is `outer` or below it, without the dot.
fn below<'n>(outer: &str, namespace: &'n str) -> Option<&'n str> {
    let rest = namespace.strip_prefix(outer)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

/// The normalized text of a path that begins with `::` or `crate`, and has no generic arguments.
fn module(text: &str) -> Option<String> {
    let path: syn::Path = syn::parse_str(text).ok()?;
    let first = path.segments.first()?;
    let is_crate = path.leading_colon.is_none() && first.ident == "crate";
    let is_absolute = path.leading_colon.is_some() || is_crate;
    let is_name = |segment: &syn::PathSegment| {
        segment.arguments.is_none() && ["crate", "self", "super", "Self"].iter().all(|keyword| segment.ident != keyword)
    };
    let is_plain = first.arguments.is_none() && path.segments.iter().skip(usize::from(is_crate)).all(is_name);
    let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let leading = if path.leading_colon.is_some() { "::" } else { "" };
    (is_absolute && is_plain).then(|| format!("{leading}{}", segments.join("::")))
}

fn item(text: &str) -> Option<ExternPath> {
    let path = module(text)?;
    let (module, name) = path.rsplit_once("::").filter(|(module, _)| !module.is_empty())?;
    let name = Identifier::new(name.strip_prefix("r#").unwrap_or(name))?;
    Some(ExternPath { module: module.into(), name })
}

#[cfg(test)]
mod tests {
    use super::{Externs, SettingKind, item, module};
    use crate::edm::QualifiedName;

    #[test]
    fn paths_are_absolute_and_plain() {
        assert_eq!(module(":: common :: v1").as_deref(), Some("::common::v1"));
        assert_eq!(module("crate::common").as_deref(), Some("crate::common"));
        for wrong in [
            "common",
            "self::common",
            "super::common",
            "::common<u8>",
            "",
            "::",
            "::crate::x",
            "::self::x",
            "::super::x",
            "crate::super::x",
            "crate::crate::x",
            "crate<u8>::x",
            "::x::Self",
        ] {
            assert_eq!(module(wrong), None, "{wrong}");
        }
        let found = item("::common::r#Type").expect("a path");
        assert_eq!((&*found.module, found.name.as_str()), ("::common", "Type"));
        assert_eq!(item("::City"), None);
    }

    #[test]
    fn a_type_is_more_specific_than_its_namespace() {
        let mut externs = Externs::default();
        externs.add(SettingKind::ExternNamespace, "S".to_owned(), "::common".to_owned());
        externs.add(SettingKind::ExternNamespace, "S.geo".to_owned(), "::geo".to_owned());
        externs.add(SettingKind::ExternType, "S.City".to_owned(), "crate::Town".to_owned());
        let path = |namespace: &str, name: &str| {
            let found = externs.type_path(&QualifiedName::new(namespace, name), |_| None)?;
            Some(format!("{}::{}", found.module, found.name.written()))
        };
        assert_eq!(path("S", "City").as_deref(), Some("crate::Town"));
        assert_eq!(path("S", "country").as_deref(), Some("::common::Country"));
        assert_eq!(path("S.geo.maps", "Point").as_deref(), Some("::geo::maps::Point"));
        assert_eq!(path("Sx", "Point"), None);
    }
}
