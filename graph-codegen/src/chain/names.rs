use crate::plan::{Path, RustType, TypeNames};

/// Paths in an application whose generated module is `graph`.
#[derive(Clone, Copy, Debug)]
pub(super) struct ApplicationNames;

impl TypeNames for ApplicationNames {
    fn write_runtime(&self, name: &str, text: &mut String) {
        text.push_str("graph_runtime::");
        text.push_str(name);
    }

    fn write_generated(&self, path: &Path, text: &mut String) {
        if path.write_extern(text) {
            return;
        }
        text.push_str("graph::");
        for module in path.modules.iter() {
            text.push_str(module.written());
            text.push_str("::");
        }
        text.push_str(path.name.written());
    }
}

/// The text of a type in an application.
pub(crate) fn application_type(rust_type: &RustType) -> String {
    rust_type.text(&ApplicationNames)
}
