//! Paths of items in generated code.

use crate::{
    naming::Identifier,
    plan::{Path, TypeNames},
};

/// Writes paths as seen from a generated module.
///
/// Paths between generated modules are relative, since the path of the generated root is not known. The runtime is
/// `rt`.
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
        if path.write_extern(text) {
            return;
        }
        let shared = self.modules.iter().zip(path.modules.iter()).take_while(|(here, there)| here == there).count();
        for _ in shared..self.modules.len() {
            text.push_str("super::");
        }
        // `self::` distinguishes a submodule from a crate with the same name.
        if shared == self.modules.len() && path.modules.len() > shared {
            text.push_str("self::");
        }
        for module in &path.modules[shared..] {
            text.push_str(module.written());
            text.push_str("::");
        }
        text.push_str(path.name.written());
    }
}
