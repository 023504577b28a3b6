//! The plan's names and types as text.

use crate::rust::{Identifier, Path, Returns, ValueType};

/// Where something is emitted: paths between generated modules are relative, since nobody knows where the root is mounted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) modules: &'a [Identifier],
}

impl Place<'_> {
    /// The path from here to a generated item.
    pub(super) fn path(self, path: &Path) -> String {
        let mut text = String::new();
        self.add_path(path, &mut text);
        text
    }

    /// A type as it stands in a field, a signature, an answer.
    pub(super) fn value_type(self, value_type: &ValueType) -> String {
        let mut text = String::new();
        self.add_type(value_type, true, &mut text);
        text
    }

    /// A type as a constant says what a property has: structs stand for themselves, and a box is the field's business.
    pub(super) fn property_type(self, value_type: &ValueType) -> String {
        let mut text = String::new();
        let value_type = match value_type {
            ValueType::Boxed(inner) => inner,
            other => other,
        };
        self.add_type(value_type, false, &mut text);
        text
    }

    /// A struct that is an entity or complex type: generated, or somebody else's.
    pub(super) fn structure(self, value_type: &ValueType) -> String {
        self.property_type(value_type)
    }

    /// What the answer of a call becomes: the parameter of `rt::Call`.
    pub(super) fn answer(self, returns: &Returns) -> String {
        match returns {
            Returns::Nothing => "()".to_owned(),
            Returns::Stream => "rt::Content".to_owned(),
            Returns::Structure(value_type) => self.object(value_type),
            Returns::Single(value_type) => format!("rt::Single<{}>", self.value_type(value_type)),
            Returns::Changes(value_type) => format!("rt::Page<rt::Change<{}>>", self.object(value_type)),
            Returns::Structures(value_type) => format!("rt::Page<{}>", self.object(value_type)),
            Returns::Collection(value_type) => format!("rt::Page<{}>", self.value_type(value_type)),
        }
    }

    fn object(self, value_type: &ValueType) -> String {
        format!("rt::Object<{}>", self.structure(value_type))
    }

    fn add_path(self, path: &Path, text: &mut String) {
        let shared = self.modules.iter().zip(&path.modules).take_while(|(here, there)| here == there).count();
        for _ in shared..self.modules.len() {
            text.push_str("super::");
        }
        // A module is named by itself where it lies below the current one; `self::` keeps it apart from a crate of that name.
        if shared == self.modules.len() && path.modules.len() > shared {
            text.push_str("self::");
        }
        for module in &path.modules[shared..] {
            text.push_str(module.written());
            text.push_str("::");
        }
        text.push_str(path.name.written());
    }

    fn add_type(self, value_type: &ValueType, is_value: bool, text: &mut String) {
        let within = |before: &str, item: &ValueType, text: &mut String| {
            text.push_str(before);
            self.add_type(item, is_value, text);
            text.push('>');
        };
        match value_type {
            ValueType::Language(name) => text.push_str(name),
            ValueType::Text => text.push_str("String"),
            ValueType::Runtime(name) => {
                text.push_str("rt::");
                text.push_str(name);
            }
            // Checked when it was set; what an extension returned is checked when the whole is parsed.
            ValueType::Custom(path) => text.push_str(path),
            ValueType::List(item) => within("Vec<", item, text),
            ValueType::Boxed(item) => within("Box<", item, text),
            ValueType::Structure(path) if !is_value => self.add_path(path, text),
            ValueType::Structure(path) => self.add_generic("rt::Object<", path, text),
            ValueType::Enumeration(path) => self.add_generic("rt::Member<", path, text),
            ValueType::Flags(path) => self.add_generic("rt::Flags<", path, text),
        }
    }

    fn add_generic(self, before: &str, path: &Path, text: &mut String) {
        text.push_str(before);
        self.add_path(path, text);
        text.push('>');
    }
}
