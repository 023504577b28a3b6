//! Paths to items, as generated code writes them.

use crate::{
    naming::Identifier,
    plan::{Path, TypeNames},
};

/// Paths from a generated module: relative between generated modules, since nobody knows where the root is mounted, and `rt::` for the
/// runtime.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names<'a> {
    /// The modules below the generated root that lead to the module.
    pub(super) modules: &'a [Identifier],
}

impl Names<'_> {
    /// The path to a generated item.
    pub(super) fn path(self, path: &Path) -> String {
        let mut text = String::new();
        self.write_generated(path, &mut text);
        text
    }

    /// The visibility of what only the generated root and its modules may see.
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
        let shared = self.modules.iter().zip(&path.modules).take_while(|(here, there)| here == there).count();
        for _ in shared..self.modules.len() {
            text.push_str("super::");
        }
        // A module below the current one is named by itself; `self::` keeps it apart from a crate of that name.
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
