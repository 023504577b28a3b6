use std::collections::BTreeMap;

use super::schemas::Schemas;
use crate::{
    csdl::is_identifier,
    diagnostic::{Code, Diagnostic, Quoted, Span},
};

/// The keys that paths use, by the index of the type that declares them: the properties and where they are used.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub(super) by_type: BTreeMap<usize, Vec<(String, Span)>>,
    /// Alternate keys, by the index of the type.
    pub(super) alternates: BTreeMap<usize, Vec<Vec<(String, Span)>>>,
}

impl Keys {
    /// Records that entities of a type are identified by these path parameters.
    pub(super) fn record(&mut self, schemas: &Schemas<'_, '_, '_>, type_name: &str, names: &[&str], span: Span) {
        let mut declaring = None;
        let mut key = Vec::new();
        for name in names {
            let Some((number, property)) = key_property(schemas, type_name, name) else {
                // An undeclared base type has the property, with the name that the path uses.
                if let Some(number) = schemas.last_declared(type_name).filter(|_| schemas.is_partly_absent(type_name)) {
                    declaring = Some(number);
                    key.push((last_part(name).to_owned(), span));
                    continue;
                }
                if schemas.type_index.contains_key(type_name) {
                    let message = format!("the key of {} cannot be derived from {}", Quoted(type_name), Quoted(name));
                    schemas.report(Diagnostic::warning(Code::OpenApi, message).at(span).help(
                        "a key in a path is named after a property of the type, as in `{user-id}`; entities \
                         without a known key cannot be addressed",
                    ));
                }
                return;
            };
            declaring = Some(number);
            key.push((property, span));
        }
        if let Some(number) = declaring.filter(|_| key.iter().all(|(name, _)| is_identifier(name))) {
            self.by_type.entry(number).or_insert(key);
        }
    }

    /// Records that entities of a type are also identified by these properties.
    pub(super) fn record_alternate(
        &mut self,
        schemas: &Schemas<'_, '_, '_>,
        type_name: &str,
        names: &[&str],
        span: Span,
    ) {
        let Some(&number) = schemas.type_index.get(type_name) else { return };
        if names.iter().any(|name| schemas.property(type_name, name).is_none()) {
            return;
        }
        let key: Vec<_> = names.iter().map(|name| ((*name).to_owned(), span)).collect();
        let known = self.alternates.entry(number).or_default();
        if !known.iter().any(|other| other.iter().map(|(name, _)| name).eq(key.iter().map(|(name, _)| name))) {
            known.push(key);
        }
    }
}

/// Returns the property that a path parameter means, and the index of the type that declares it. A parameter is named
/// after the property, or after the type and the property, with a number if the name is repeated: `{UserName}`,
/// `{user-id}`, `{chatMessage-id1}`.
fn key_property(schemas: &Schemas<'_, '_, '_>, type_name: &str, parameter: &str) -> Option<(usize, String)> {
    let last = parameter.rsplit('-').next().unwrap_or(parameter);
    let candidates = [parameter, last, last_part(parameter), "id"];
    candidates.into_iter().find_map(|name| {
        let (number, property) = schemas.property(type_name, name)?;
        let is_scalar = property.found.item.starts_with("Edm.") && !property.found.is_collection;
        is_scalar.then(|| (number, name.to_owned()))
    })
}

/// Returns `id` for `chatMessage-id1`.
fn last_part(parameter: &str) -> &str {
    let last = parameter.rsplit('-').next().unwrap_or(parameter);
    last.trim_end_matches(|c: char| c.is_ascii_digit())
}
