//! Resolves selectors by name to types.

use crate::{
    diagnostic::{Code, Diagnostic, closest},
    edm::{Model, QualifiedName, Type, TypeId},
    selection::selector::NamePattern,
};

/// Returns the types that match a name, sorted.
///
/// A name without a dot matches in every namespace. Aliases are expanded.
pub(super) fn matching_types<'a>(pattern: &NamePattern, model: &'a Model) -> Vec<(TypeId, &'a Type)> {
    let text = pattern.name.as_str();
    let mut found: Vec<(TypeId, &Type)> = if pattern.name.is_literal() && text.contains('.') {
        let expanded = expand_alias(text, model);
        model.find_type(&expanded).map(|id| (id, model.type_(id))).into_iter().collect()
    } else if text.contains('.') || text.contains("**") {
        model.types().filter(|(_, found)| pattern.name.matches(found.name.as_str(), '.')).collect()
    } else {
        model.types().filter(|(_, found)| pattern.name.matches(found.name.name(), '.')).collect()
    };
    sort_by_name(&mut found);
    found
}

/// Whether a pattern matches the name of an operation, as [`matching_types`] matches the names of types.
pub(super) fn matches_name(pattern: &NamePattern, name: &QualifiedName, model: &Model) -> bool {
    let text = pattern.name.as_str();
    if pattern.name.is_literal() && text.contains('.') {
        name.as_str() == expand_alias(text, model)
    } else if text.contains('.') || text.contains("**") {
        pattern.name.matches(name.as_str(), '.')
    } else {
        pattern.name.matches(name.name(), '.')
    }
}

/// Sorts types by name.
///
/// Names of a service share a prefix, so the bytes after it are first compared as a number.
pub(super) fn sort_by_name(types: &mut [(TypeId, &Type)]) {
    const COMPARED: usize = size_of::<u128>();
    let Some(first) = types.first().map(|(_, first)| first.name.clone()) else { return };
    let common = |found: &Type| {
        let pairs = first.as_str().bytes().zip(found.name.as_str().bytes());
        pairs.take_while(|(left, right)| left == right).count()
    };
    let skipped = types.iter().map(|(_, found)| common(found)).min().unwrap_or_default();
    let number = |name: &str| {
        let mut bytes = [0; COMPARED];
        bytes.iter_mut().zip(name.bytes().skip(skipped)).for_each(|(to, from)| *to = from);
        u128::from_be_bytes(bytes)
    };
    let mut sorted: Vec<(u128, (TypeId, &Type))> =
        types.iter().map(|found| (number(found.1.name.as_str()), *found)).collect();
    sorted.sort_by(|(left, (_, one)), (right, (_, other))| left.cmp(right).then_with(|| one.name.cmp(&other.name)));
    types.iter_mut().zip(sorted).for_each(|(to, (_, from))| *to = from);
}

fn expand_alias(text: &str, model: &Model) -> String {
    if let Some((namespace, name)) = text.rsplit_once('.') {
        let schema = model.schemas().iter().find(|schema| schema.alias.as_deref() == Some(namespace));
        if let Some(schema) = schema.filter(|schema| schema.namespace != namespace) {
            return format!("{}.{name}", schema.namespace);
        }
    }
    text.to_owned()
}

/// Returns the types that a selector names.
///
/// # Errors
///
/// Returns a diagnostic if no type matches, or several match a name that is not a pattern.
pub(super) fn selected_types<'a>(
    pattern: &NamePattern,
    model: &'a Model,
) -> Result<Vec<(TypeId, &'a Type)>, Diagnostic> {
    let found = matching_types(pattern, model);
    let text = pattern.name.as_str();
    if found.is_empty() {
        return Err(unknown(pattern, model));
    }
    if pattern.name.is_literal() && found.len() > 1 {
        let mut diagnostic = Diagnostic::error(
            Code::SelectorAmbiguous,
            format!("`{text}` is ambiguous: {} types have that name", found.len()),
        )
        .at(pattern.name_span);
        for (_, candidate) in &found {
            diagnostic = diagnostic.note(format!("`{}` is declared here", candidate.name), candidate.span);
        }
        let names: Vec<String> = found.iter().map(|(_, found)| format!("`{}`", found.name)).collect();
        return Err(diagnostic.help(format!("write the namespace too: {}", names.join(" or "))));
    }
    Ok(found)
}

fn unknown(pattern: &NamePattern, model: &Model) -> Diagnostic {
    let text = pattern.name.as_str();
    if !pattern.name.is_literal() {
        return Diagnostic::error(Code::SelectorUnknown, format!("no type matches `{text}`"))
            .at(pattern.name_span)
            .help("`*` does not match dots, `**` does; names are case-sensitive");
    }
    let simple = text.rsplit('.').next().unwrap_or(text);
    let diagnostic = Diagnostic::error(Code::SelectorUnknown, format!("there is no type `{text}` in the metadata"))
        .at(pattern.name_span);
    let expanded = expand_alias(text, model);
    let mut includes = model.references().iter().flat_map(|reference| &reference.includes);
    if let Some((namespace, _)) = expanded.rsplit_once('.')
        && includes.any(|include| include.namespace == namespace && !include.is_given)
    {
        let document = model.missing_document(namespace);
        return diagnostic.note(format!("`{namespace}` is declared in {document}"), None).help(document.help());
    }
    let operation = model.operations().find(|(_, operation)| {
        operation.name.as_str() == expanded || (!text.contains('.') && operation.name.name() == text)
    });
    if let Some((_, operation)) = operation {
        let mut on: Vec<String> = model
            .operations()
            .filter(|(_, other)| other.name == operation.name)
            .filter_map(|(_, other)| other.binding_type())
            .map(|id| format!("`{}/{}`", model.type_(id).name, operation.name.name()))
            .collect();
        on.sort();
        on.dedup();
        on.truncate(5);
        let diagnostic = diagnostic.note(format!("`{}` is an operation", operation.name), operation.span);
        return match on.is_empty() {
            true => diagnostic.help("it is unbound, and no import of the container exposes it"),
            false => diagnostic.help(format!("write it with the type that it is bound to: {}", on.join(" or "))),
        };
    }
    // Suggest a type with the same simple name first.
    let same_simple: Vec<&str> = model
        .types()
        .filter(|(_, candidate)| candidate.name.name() == simple)
        .map(|(_, candidate)| candidate.name.as_str())
        .collect();
    let suggestion = closest(text, model.types().map(|(_, candidate)| candidate.name.as_str()));
    let by_simple = || {
        let name = closest(simple, model.types().map(|(_, candidate)| candidate.name.name()))?;
        model.types().map(|(_, candidate)| candidate.name.as_str()).find(|full| full.ends_with(&format!(".{name}")))
    };
    match same_simple.first().copied().or_else(|| if text.contains('.') { suggestion } else { by_simple() }) {
        Some(suggestion) => diagnostic.help(format!("did you mean `{suggestion}`?")),
        None => diagnostic.help("names are written with their namespace, such as `microsoft.graph.user`"),
    }
}

#[cfg(test)]
mod tests {
    use super::sort_by_name;
    use crate::Builder;

    #[test]
    fn the_order_is_that_of_names() {
        let model = Builder::new().resolve().unwrap().model;
        let mut types: Vec<_> = model.types().collect();
        types.reverse();
        sort_by_name(&mut types);
        assert!(types.is_sorted_by(|(_, left), (_, right)| left.name < right.name));
        sort_by_name(&mut []);
    }
}
