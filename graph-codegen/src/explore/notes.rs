//! Documentation, deprecations and capabilities of elements, by a text that names the element.
//!
//! ```text
//! t12                type 12
//! t12/displayName    a member of it
//! o7                 operation 7
//! /users             an entity set, a singleton or an import
//! ```

use serde_json::{Map, Value, json};

use crate::{
    edm::{Annotation, Expression, Model, Service, TypeKind},
    facts::{OperationFacts, documentation_link},
    plan::{is_invisible, unsupported_options},
};

/// The maximum length of a description, in characters.
const MAX_LENGTH: usize = 600;

/// Returns what annotations say of the elements that have any.
pub(super) fn notes(model: &Model) -> Value {
    let mut notes = Map::new();
    let mut add = |key: &dyn Fn() -> String, annotations: &[Annotation]| {
        let note = note(annotations);
        if !note.is_empty() {
            notes.insert(key(), Value::Object(note));
        }
    };
    for (id, declared) in model.types() {
        let number = id.index();
        add(&|| format!("t{number}"), &declared.annotations);
        if let Some(structured) = declared.structured() {
            for property in &structured.properties {
                add(&|| format!("t{number}/{}", property.name), &property.annotations);
            }
            for property in &structured.navigation_properties {
                add(&|| format!("t{number}/{}", property.name), &property.annotations);
            }
        }
        if let TypeKind::Enum(enumeration) = &declared.kind {
            for member in &enumeration.members {
                add(&|| format!("t{number}/{}", member.name), &member.annotations);
            }
        }
    }
    for (id, operation) in model.operations() {
        add(&|| format!("o{}", id.index()), &operation.annotations);
    }
    for child in model.service().as_ref().map_or(&[][..], Service::children) {
        add(&|| format!("/{}", child.name()), child.annotations());
    }
    for (id, operation) in model.operations() {
        let facts = OperationFacts::of(operation);
        if facts != OperationFacts::default() {
            let note = notes.entry(format!("o{}", id.index())).or_insert_with(|| json!({}));
            note["facts"] = facts_record(&facts);
        }
    }
    Value::Object(notes)
}

fn note(annotations: &[Annotation]) -> Map<String, Value> {
    let mut note = Map::new();
    if annotations.is_empty() {
        return note;
    }
    if let Some(text) = description(annotations) {
        note.insert("text".to_owned(), Value::from(text));
    }
    if let Some(address) = documentation_link(annotations) {
        note.insert("link".to_owned(), Value::from(address));
    }
    if let Some(deprecation) = deprecation(annotations) {
        note.insert("deprecated".to_owned(), deprecation);
    }
    let unsupported: Vec<Value> =
        unsupported_options(annotations).into_iter().map(|option| Value::from(option.name())).collect();
    if !unsupported.is_empty() {
        note.insert("unsupported".to_owned(), Value::Array(unsupported));
    }
    note
}

/// The documentation of an element, on one line.
fn description(annotations: &[Annotation]) -> Option<String> {
    const TERMS: [&str; 3] =
        ["graph_codegen.v1.Summary", "Org.OData.Core.V1.Description", "Org.OData.Core.V1.LongDescription"];
    let text = TERMS.into_iter().find_map(|term| Annotation::value(annotations, term)?.as_string())?;
    // Neither control characters, nor those that change the direction of text.
    let is_separator = |character: char| character.is_whitespace() || character.is_control();
    let words = text.split(is_separator).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let line = words.replace(is_invisible, "");
    let cut = line.char_indices().nth(MAX_LENGTH).map(|(at, _)| format!("{}…", &line[..at]));
    Some(cut.unwrap_or(line)).filter(|line| !line.is_empty())
}

/// The deprecation in `Revisions`: dates and a description.
fn deprecation(annotations: &[Annotation]) -> Option<Value> {
    let revisions = Annotation::value(annotations, "Org.OData.Core.V1.Revisions")?;
    let found = revisions.records().find(|record| {
        let kind = record.get("Kind").and_then(Expression::as_enum_member);
        kind.is_some_and(|kind| kind.rsplit('/').next() == Some("Deprecated"))
    })?;
    let mut fields = Map::new();
    for (key, name) in [("since", "Date"), ("removal", "RemovalDate"), ("version", "Version"), ("text", "Description")]
    {
        if let Some(text) = found.get(name).and_then(Expression::as_constant) {
            fields.insert(key.to_owned(), Value::from(text));
        }
    }
    Some(Value::Object(fields))
}

/// What the document itself says of a request: who may send it, and in which clouds.
pub(super) fn facts_record(facts: &OperationFacts) -> Value {
    let mut fields = Map::new();
    let lists = [
        ("delegatedLeast", &facts.delegated_least),
        ("delegatedHigher", &facts.delegated_higher),
        ("personalLeast", &facts.personal_least),
        ("personalHigher", &facts.personal_higher),
        ("applicationLeast", &facts.application_least),
        ("applicationHigher", &facts.application_higher),
        ("roles", &facts.roles),
        ("rolePermissions", &facts.role_permissions),
        ("clouds", &facts.clouds),
    ];
    for (name, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        fields.insert(name.to_owned(), json!(list));
    }
    if let Some(personal) = facts.personal_accounts {
        fields.insert("personal".to_owned(), Value::from(personal));
    }
    Value::Object(fields)
}
