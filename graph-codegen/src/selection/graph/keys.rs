//! Keys of entity types in paths.

use std::collections::{HashMap, HashSet};

use super::{ServiceGraph, path_syntax};
use crate::edm::{
    Annotation, Expression, KeySyntax, Model, PathStep, Property, PropertyRef, Record, TypeId,
    vocabulary::ALTERNATE_KEYS,
};

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
        let mut known = HashSet::new();
        let keys = self.alternate_key_records(id).filter_map(|references| names(&references));
        keys.filter(|parts| known.insert(parts.clone())).collect()
    }

    /// Returns what follows a collection in the path template of one of its entities: `/{id}`, `('{id}')`.
    #[must_use]
    pub fn key_segment(&self, id: TypeId) -> String {
        let mut segment = String::new();
        self.write_key(&mut segment, id);
        segment
    }

    /// Writes a [`key_segment`](Self::key_segment).
    ///
    /// Source: OData URL Conventions 4.01, sections 4.3.1 and 4.3.6.
    pub(super) fn write_key(&self, path: &mut String, id: TypeId) {
        if self.model.profile().key_syntax() == KeySyntax::Segment {
            path_syntax::end_resource(path);
            path.extend(["{", self.key_placeholder(id), "}"]);
            return;
        }
        path.push('(');
        match self.model.key(id) {
            Some((_, key)) if !key.property_refs.is_empty() => {
                for (index, part) in key.property_refs.iter().enumerate() {
                    path.push_str(if index == 0 { "" } else { "," });
                    let name = part.alias.as_deref().unwrap_or(&part.name);
                    if key.property_refs.len() > 1 {
                        path.extend([name, "="]);
                    }
                    self.write_key_value(path, id, &part.name, name);
                }
            }
            _ => path.push_str("{key}"),
        }
        path.push(')');
    }

    /// Writes the placeholder of a value: `'{id}'`, `{id}`. The property can be a path.
    fn write_key_value(&self, path: &mut String, id: TypeId, property: &str, name: &str) {
        let type_ref = match self.model.path(id, property).as_deref() {
            Some([.., PathStep::Property(_, property)]) => Some(&property.type_ref),
            _ => None,
        };
        let is_quoted = type_ref.is_none_or(|type_ref| path_syntax::is_quoted(type_ref, self.model));
        path.extend(if is_quoted { ["'{", name, "}'"] } else { ["{", name, "}"] });
    }

    /// Returns the properties of an entity type's key, each with its name in a path. A property that is not in the
    /// documents is `None`.
    pub(crate) fn key_parts(&self, id: TypeId) -> Vec<(&'a str, Option<&'a Property>)> {
        let references = self.model.key(id).map_or(&[][..], |(_, key)| &key.property_refs);
        references
            .iter()
            .map(|reference| (part_name(reference), property_at(self.model, id, &reference.name)))
            .collect()
    }

    /// Like [`key_parts`](Self::key_parts), for the alternate key with these names. If none is declared, they are names
    /// of properties.
    pub(crate) fn alternate_key_parts<S: AsRef<str>>(&self, id: TypeId, parts: &[S]) -> Vec<Option<&'a Property>> {
        let mut known = self.alternate_keys.borrow_mut();
        let declared = known.entry(id).or_insert_with(|| self.properties_of_alternate_keys(id));
        let parts: Vec<String> = parts.iter().map(|part| part.as_ref().to_owned()).collect();
        match declared.get(&parts) {
            Some(names) => names.iter().map(|name| property_at(self.model, id, name.as_deref()?)).collect(),
            None => parts.iter().map(|part| property_at(self.model, id, part)).collect(),
        }
    }

    fn properties_of_alternate_keys(&self, id: TypeId) -> AlternateKeys {
        let mut found = AlternateKeys::new();
        for references in self.alternate_key_records(id) {
            let property = |reference: &&Record| text(reference.get("Name")?).map(str::to_owned);
            if let Some(names) = names(&references) {
                let names = names.into_iter().map(str::to_owned).collect();
                found.entry(names).or_insert_with(|| references.iter().map(property).collect());
            }
        }
        found
    }

    /// Returns the references to properties of each alternate key.
    fn alternate_key_records(&self, id: TypeId) -> impl Iterator<Item = Vec<&'a Record>> {
        let annotations = self.model.lineage(id).map(|(_, declaring)| &declaring.annotations);
        let declared = annotations.filter_map(|annotations| Annotation::value(annotations, ALTERNATE_KEYS));
        declared.flat_map(Expression::records).map(|record| {
            let references = record.get("Key").into_iter().flat_map(Expression::records);
            references.collect()
        })
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

/// The properties of the alternate keys of a type, by the names of their parts in a path.
pub(super) type AlternateKeys = HashMap<Vec<String>, Vec<Option<String>>>;

/// The names of an alternate key's parts in a path; `None` if there are none, or a part has none.
fn names<'a>(references: &[&'a Record]) -> Option<Vec<&'a str>> {
    let names: Option<Vec<&str>> = references.iter().map(|reference| part(reference)).collect();
    names.filter(|names| !names.is_empty())
}

/// The name of a key's part in a path: the alias, or the property.
fn part_name(reference: &PropertyRef) -> &str {
    reference.alias.as_deref().unwrap_or(&reference.name)
}

/// Like [`part_name`], for an alternate key.
fn part(record: &Record) -> Option<&str> {
    text(record.get("Alias").or_else(|| record.get("Name"))?)
}

fn text(name: &Expression) -> Option<&str> {
    match name {
        Expression::Text { value, .. } if !value.is_empty() => Some(value),
        _ => None,
    }
}

/// Returns the property at the end of a path in a key: one of the entity, of a complex property or of a related entity
/// (OData CSDL 4.01, section 6.5).
fn property_at<'a>(model: &'a Model, id: TypeId, path: &str) -> Option<&'a Property> {
    match model.path(id, path)?.pop()? {
        PathStep::Property(_, property) => Some(property),
        PathStep::NavigationProperty(..) | PathStep::Cast(_) => None,
    }
}
