use crate::rust::{Path, Returns, ValueType};

/// A type as an application writes it that has the generated module as `graph`.
pub(super) fn rust_type(value_type: &ValueType) -> String {
    match value_type {
        ValueType::Language(name) => (*name).to_owned(),
        ValueType::Text => "String".to_owned(),
        ValueType::Runtime(name) => format!("graph_runtime::{name}"),
        ValueType::Structure(path) => format!("graph_runtime::Object<{}>", rust_path(path)),
        ValueType::Enumeration(path) => format!("graph_runtime::Member<{}>", rust_path(path)),
        ValueType::Custom(path) => path.clone(),
        ValueType::List(item) => format!("Vec<{}>", rust_type(item)),
        ValueType::Boxed(value) => format!("Box<{}>", rust_type(value)),
        ValueType::Flags(path) => format!("graph_runtime::Flags<{}>", rust_path(path)),
    }
}

/// The struct of an entity or complex type, as bodies name it.
pub(super) fn structure(value_type: &ValueType) -> String {
    match value_type {
        ValueType::Structure(path) => rust_path(path),
        other => rust_type(other),
    }
}

/// The path to a generated item.
pub(super) fn rust_path(path: &Path) -> String {
    let mut text = String::from("graph::");
    for module in &path.modules {
        text.push_str(&written(module));
        text.push_str("::");
    }
    text.push_str(&written(&path.name));
    text
}

/// An identifier as it is written.
pub(super) fn written(identifier: &crate::rust::Identifier) -> String {
    identifier.written().to_owned()
}

/// What `send` gives.
pub(super) fn returned(returns: &Returns) -> String {
    match returns {
        Returns::Nothing => "()".to_owned(),
        Returns::Stream => "graph_runtime::Content".to_owned(),
        Returns::Structure(value) | Returns::Single(value) => rust_type(value),
        Returns::Changes(item) => page(&format!("graph_runtime::Change<{}>", rust_type(item))),
        Returns::Structures(item) | Returns::Collection(item) => page(&rust_type(item)),
    }
}

/// A page of items.
pub(super) fn page(item: &str) -> String {
    format!("graph_runtime::Page<{item}>")
}
