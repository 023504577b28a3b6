use std::{cell::Cell, fmt};

use super::{Element, Pattern};
use crate::diagnostic::{Sources, Span};

/// What a setting by pattern does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SettingKind {
    Rename,
    MapType,
    Attribute,
    ExternType,
    ExternNamespace,
    ExternBuilders,
}

impl SettingKind {
    /// What diagnostics call a pattern of the kind, which is not in a file.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Rename => "rename",
            Self::MapType => "map_type",
            Self::Attribute => "attribute",
            Self::ExternType => "extern_type",
            Self::ExternNamespace => "extern_namespace",
            Self::ExternBuilders => "extern_builders",
        }
    }
}

/// A setting for the elements whose source name matches a pattern. Displays the pattern.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) kind: SettingKind,
    pub(super) pattern: Pattern,
    /// The name, type, attribute or path.
    pub(super) value: String,
    /// Whether it was applied.
    used: Cell<bool>,
}

impl Setting {
    pub(super) fn new(kind: SettingKind, pattern: impl Into<Pattern>, value: String) -> Self {
        Self { kind, pattern: pattern.into(), value, used: Cell::new(false) }
    }

    /// Whether an element matches, whose source name is given.
    pub(super) fn is_for(&self, element: &Element<'_>, source_name: &str) -> bool {
        self.pattern.is_for(element, source_name)
    }

    /// Whether an element of the pattern's kind with this source name matches.
    pub(super) fn matches(&self, source_name: &str) -> bool {
        self.pattern.matches_name(source_name)
    }

    pub(super) fn mark_used(&self) {
        self.used.set(true);
    }

    pub(super) fn is_used(&self) -> bool {
        self.used.get()
    }

    /// Adds the pattern to the sources, and returns the span of all of it.
    pub(super) fn span(&self, sources: &mut Sources) -> Span {
        let text = self.pattern.as_str();
        let file = sources.add(self.kind.name(), text);
        Span::new(file, 0, text.len())
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.pattern.as_str())
    }
}
