//! Sums up what is known of the properties of a struct.
//!
//! Each fact is an item of a Markdown list that links to the fields, so that a reader need not visit them all.

use crate::{
    facts::Writing,
    naming::Identifier,
    plan::{Field, Path, Structure, StructureOrigin},
};

/// How an item of a list begins. It follows a paragraph without an empty line.
pub(crate) const LIST_ITEM: &str = "- ";

/// An item of the list: what is said, and of what, in code and links.
pub(in crate::plan) fn fact(what: &str, of: impl IntoIterator<Item = String>) -> Option<String> {
    let list: Vec<String> = of.into_iter().collect();
    (!list.is_empty()).then(|| format!("{LIST_ITEM}{what}: {}", list.join(", ")))
}

/// The key, which continues a sentence; empty if no part of it is selected.
pub(in crate::plan) fn key_docs(fields: &[Field]) -> String {
    let key: Vec<String> = fields.iter().filter(|field| field.is_key).map(field_link).collect();
    if key.is_empty() { String::new() } else { format!("; the key is {}", key.join(", ")) }
}

/// What requests have to observe of each property, given whether the service expands those of the type.
pub(in crate::plan) fn property_docs(structure: &Structure, can_expand: bool) -> Vec<String> {
    let fields = &structure.fields;
    let of = |what: &str, is_meant: fn(&&Field) -> bool| fact(what, fields.iter().filter(is_meant).map(field_link));
    let required = match structure.origin {
        StructureOrigin::Entity(_) => "Required on creation, according to the metadata",
        _ => "Required, according to the metadata",
    };
    let never_null = fields.iter().filter(|field| field.is_never_null && !field.is_key && !field.is_required);
    let lengths = fields.iter().filter_map(|field| Some(format!("{} {}", field_link(field), field.max_length?)));
    let navigation = structure.relations.navigation.iter().map(|planned| constant_link(&planned.name));
    let facts = [
        of(required, |field| field.is_required),
        of("Set on creation only", |field| field.writing == Writing::OnCreate),
        of("Read-only", |field| field.writing == Writing::Never),
        // Without links, which would be as long as all the other facts of Graph.
        fact("Never `null`", never_null.map(|field| format!("`{}`", field.name.as_str()))),
        fact("Maximum lengths", lengths),
        fact(if can_expand { "Can be expanded" } else { "Navigation properties" }, navigation),
    ];
    facts.into_iter().flatten().collect()
}

fn field_link(field: &Field) -> String {
    let name = field.name.as_str();
    format!("[`{name}`](Self::{name})")
}

fn constant_link(name: &Identifier) -> String {
    format!("[`{name}`](Self::{name})")
}

/// The name of a type as the metadata has it, as a link to its struct if that is in the module.
///
/// A link that is relative to other modules would be longer than what it adds.
pub(in crate::plan) fn type_link(source: &str, path: Option<&Path>, module: &[Identifier]) -> String {
    match path.filter(|path| !path.is_extern() && *path.modules == *module) {
        Some(path) => format!("[`{source}`]({})", path.name.as_str()),
        None => format!("`{source}`"),
    }
}
