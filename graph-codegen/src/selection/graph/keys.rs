use crate::edm::{Annotation, Expression, Model, Record, TypeId, vocabulary::ALTERNATE_KEYS};

/// The alternate keys that a type or its base types declare: for each, the names of its parts as they are written in a path.
pub(super) fn declared(model: &Model, id: TypeId) -> Vec<Vec<String>> {
    let mut keys = Vec::new();
    for (_, declaring) in model.lineage(id) {
        let Some(declared) = Annotation::value(&declaring.annotations, ALTERNATE_KEYS) else { continue };
        for record in declared.records() {
            let references = record.get("Key").into_iter().flat_map(Expression::records);
            let parts: Option<Vec<String>> = references.map(part).collect();
            keys.extend(parts.filter(|parts| !parts.is_empty() && !keys.contains(parts)));
        }
    }
    keys
}

/// A `PropertyRef`: its alias, or the property.
fn part(record: &Record) -> Option<String> {
    let name = record.get("Alias").or_else(|| record.get("Name"))?;
    match name {
        Expression::Text { value, .. } if !value.is_empty() => Some(value.clone()),
        _ => None,
    }
}
