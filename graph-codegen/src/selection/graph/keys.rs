//! Keys of entity types in paths.

use super::{ServiceGraph, path_syntax};
use crate::edm::{Annotation, Expression, Record, TypeId, vocabulary::ALTERNATE_KEYS};

impl<'a> ServiceGraph<'a> {
    /// Returns the placeholder for a key in path templates: the name of the key property, or `key` for a composite key.
    #[must_use]
    pub fn key_placeholder(&self, id: TypeId) -> &'a str {
        match self.model.key(id) {
            Some((_, key)) if key.property_refs.len() == 1 => {
                let reference = &key.property_refs[0];
                reference.alias.as_deref().unwrap_or(&reference.name)
            }
            _ => "key",
        }
    }

    /// Returns the alternate keys that an entity type and its base types declare, each as the names of its parts in a
    /// path.
    #[must_use]
    pub fn alternate_keys(&self, id: TypeId) -> Vec<Vec<&'a str>> {
        let mut keys = Vec::new();
        for (_, declaring) in self.model.lineage(id) {
            let Some(declared) = Annotation::value(&declaring.annotations, ALTERNATE_KEYS) else { continue };
            for record in declared.records() {
                let references = record.get("Key").into_iter().flat_map(Expression::records);
                let parts: Option<Vec<&str>> = references.map(part).collect();
                keys.extend(parts.filter(|parts| !parts.is_empty() && !keys.contains(parts)));
            }
        }
        keys
    }

    /// Writes a part of a key: `userPrincipalName='{userPrincipalName}'`.
    pub(super) fn write_key_part(&self, path: &mut String, id: TypeId, part: &str) {
        let property = self.model.property(id, part);
        let is_quoted = property.is_none_or(|(_, property)| path_syntax::is_quoted(&property.type_ref, self.model));
        path.extend(match is_quoted {
            true => [part, "='{", part, "}'"],
            false => [part, "={", part, "}"],
        });
    }
}

/// The name of a key part: the alias, or the property.
fn part(record: &Record) -> Option<&str> {
    let name = record.get("Alias").or_else(|| record.get("Name"))?;
    match name {
        Expression::Text { value, .. } if !value.is_empty() => Some(value),
        _ => None,
    }
}
