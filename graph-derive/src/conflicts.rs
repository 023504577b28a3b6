//! Fields that are read from the same property.
//!
//! Types are compared as they are written. Reading does not depend on it: a member of the JSON object feeds each field
//! that it is the property of.

use std::collections::HashMap;

use quote::ToTokens;
use syn::{Error, ext::IdentExt};

use crate::field::{Field, Source};

/// Returns an error for each field whose property another field before it is read from, as a whole or in parts.
pub fn of(fields: &[Field<'_>]) -> Vec<Error> {
    // Each path that was seen, whether a field is read from all of it, and the field.
    let mut seen: HashMap<String, (bool, String)> = HashMap::new();
    let mut errors = Vec::new();
    for field in fields {
        let steps: Vec<String> = match &field.source {
            Source::Property(steps) => steps.iter().map(|step| step.unraw().to_string()).collect(),
            Source::Control(name, _) => vec![name.clone()],
        };
        let mut path = field.derived.as_ref().map(|of| of.to_token_stream().to_string()).unwrap_or_default();
        let last = steps.len().saturating_sub(1);
        for (index, step) in steps.iter().enumerate() {
            path.push('.');
            path.push_str(step);
            let is_whole = index == last;
            match seen.get(&path) {
                Some((was_whole, other)) if *was_whole || is_whole => {
                    let name = field.name;
                    let message = match *was_whole && is_whole {
                        true => format!("`{other}` and `{name}` are read from the same property"),
                        false => format!("`{other}` and `{name}` are read from the same property, once as a whole"),
                    };
                    errors.push(Error::new(name.span(), message));
                    break;
                }
                Some(_) => {}
                None => drop(seen.insert(path.clone(), (is_whole, field.name.to_string()))),
            }
        }
    }
    errors
}
