//! Paths of items in generated code.

use crate::{
    naming::Identifier,
    plan::{Path, TypeNames},
};

/// Writes paths as seen from a generated module.
///
/// The runtime is `rt`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names<'a> {
    /// The path of the module from the generated root.
    pub(super) modules: &'a [Identifier],
}

impl Names<'_> {
    /// The path of a generated item.
    pub(super) fn path(self, path: &Path) -> String {
        let mut text = String::new();
        self.write_generated(path, &mut text);
        text
    }

    /// The visibility of items that are private to the generated root.
    pub(super) fn within_root(self) -> String {
        match self.modules.len() {
            0 => String::new(),
            1 => "pub(super) ".to_owned(),
            depth => format!("pub(in {}) ", vec!["super"; depth].join("::")),
        }
    }
}

impl TypeNames for Names<'_> {
    fn write_runtime(&self, name: &str, text: &mut String) {
        text.push_str("rt::");
        text.push_str(name);
    }

    fn write_generated(&self, path: &Path, text: &mut String) {
        path.write_from(self.modules, text);
    }
}
