//! Terms of the capabilities vocabulary: which requests and query options a service supports.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostic::Span,
    diff::{
        Rule,
        comparison::{Comparison, Draft},
        scope::Requests,
    },
    edm::{Annotation, Expression, Record, TypeId},
    explain::Element,
};

/// The terms that decide which requests there are.
const REQUESTS: &[&str] = &[
    "InsertRestrictions",
    "UpdateRestrictions",
    "DeleteRestrictions",
    "ReadRestrictions",
    "CountRestrictions",
    "IndexableByKey",
];

const NAMESPACE: &str = "Org.OData.Capabilities.V1";

/// Whether annotations with a term are compared here.
pub(super) fn is_capability(annotation: &Annotation) -> bool {
    annotation.term.namespace() == NAMESPACE
}

/// The value of a statement in an annotation.
#[derive(Debug)]
struct Fact {
    value: String,
    span: Span,
}

/// Statements by their paths, such as `UpdateRestrictions/Updatable`.
type Facts = BTreeMap<String, Fact>;

/// An element with capabilities, and the requests that they are about.
#[derive(Debug)]
pub(super) struct Place<'e> {
    element: &'e str,
    requests: Requests,
    /// The type of the resources.
    target: Option<String>,
    of: Option<TypeId>,
}

impl<'e> Place<'e> {
    /// An element with resources of a type, which is given in both models.
    pub(super) fn of_resources(comparison: &Comparison<'_>, element: &'e str, types: Option<(TypeId, TypeId)>) -> Self {
        let requests = types.map_or_else(Requests::default, |(old, new)| comparison.requests(old, new));
        let target = types.map(|(old, _)| comparison.old.model.type_(old).name.to_string());
        Self { element, requests, target, of: types.map(|(old, _)| old) }
    }

    /// The same place, whose resources are only read as parts of others, if at all.
    pub(super) fn only_read(self, read: bool) -> Self {
        Self { requests: Requests { read, ..Requests::default() }, ..self }
    }
}

/// Compares the capabilities of an element.
pub(super) fn compare<'a>(
    comparison: &mut Comparison<'a>,
    Place { element, requests, target, of }: &Place<'_>,
    subject: Option<Element<'a>>,
    (old, old_span): (&'a [Annotation], Span),
    (new, new_span): (&'a [Annotation], Span),
) {
    let any = |annotations: &[Annotation]| annotations.iter().any(is_capability);
    if !comparison.is_csdl() || (!any(old) && !any(new)) {
        return;
    }
    let (was, is) = (facts(old), facts(new));
    let paths: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for path in paths.into_iter().filter(|path| concerns(path, *requests)) {
        let (before, after) = (was.get(path), is.get(path));
        let value = |fact: Option<&Fact>| fact.map(|fact| fact.value.clone());
        // What a service supports is true by default.
        let support = |fact: Option<&Fact>| match value(fact).as_deref() {
            None | Some("true") => Some(true),
            Some("false") => Some(false),
            Some(_) => None,
        };
        let (from, to) = (value(before), value(after));
        if from == to {
            continue;
        }
        let shown =
            |value: &Option<String>| value.as_deref().map_or("not said".to_owned(), |value| format!("`{value}`"));
        let (rule, message) = match (support(before), support(after)) {
            (Some(was), Some(is)) if was == is => continue,
            (Some(true), Some(false)) if is_support(path) => {
                (Rule::CapabilityRemoved, format!("{element} no longer supports {path}"))
            }
            (Some(false), Some(true)) if is_support(path) => {
                (Rule::CapabilityAdded, format!("{element} supports {path}"))
            }
            _ if excludes_less(path, from.as_deref(), to.as_deref()) => {
                (Rule::CapabilityAdded, format!("{path} of {element} is {}; it was {}", shown(&to), shown(&from)))
            }
            _ => (Rule::CapabilityChanged, format!("{path} of {element} is {}; it was {}", shown(&to), shown(&from))),
        };
        let spans = (before.map_or(old_span, |fact| fact.span), after.map_or(new_span, |fact| fact.span));
        let draft = Draft::new(rule, *element, message).at(spans.0, spans.1);
        let is_used = names_used(comparison, *of, from.as_deref(), to.as_deref());
        let draft = draft.values(format!("{path} {}", from.unwrap_or_default()), to.unwrap_or_default());
        let draft = if is_used { draft } else { draft.only_if(false) };
        comparison.push(Draft {
            subject: subject.clone(),
            target: target.clone(),
            capability: REQUESTS.iter().copied().find(|known| *known == term(path)),
            ..draft
        });
    }
}

/// The term that a path of a statement begins with.
fn term(path: &str) -> &str {
    path.split(['/', '#']).next().unwrap_or(path)
}

/// Whether a statement is about requests that are used.
fn concerns(path: &str, requests: Requests) -> bool {
    match term(path) {
        "InsertRestrictions" | "DeepInsertSupport" => requests.insert,
        "UpdateRestrictions" | "DeepUpdateSupport" => requests.update,
        "DeleteRestrictions" => requests.delete,
        "OperationRestrictions" => true,
        _ => requests.read,
    }
}

/// Whether a statement says that something is supported: `Insertable`, `TopSupported`, `IndexableByKey`.
fn is_support(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.split('#').next().unwrap_or(name);
    name.ends_with("able") || name.ends_with("ible") || name.ends_with("Supported") || name.ends_with("ByKey")
}

/// Whether a list of what is not supported, such as `NonFilterableProperties`, has lost items and has no new ones.
fn excludes_less(path: &str, old: Option<&str>, new: Option<&str>) -> bool {
    let is_exclusion = path.rsplit('/').next().is_some_and(|name| name.starts_with("Non"));
    let (old, new) = (items(old).unwrap_or_default(), items(new).unwrap_or_default());
    is_exclusion && new.is_subset(&old)
}

/// The items of a list, as `text` writes it.
fn items(list: Option<&str>) -> Option<BTreeSet<&str>> {
    let inner = list?.strip_prefix('[')?.strip_suffix(']')?;
    Some(inner.split(", ").filter(|item| !item.is_empty()).collect())
}

/// Whether the items in which two lists of properties differ concern what is used. A property that did not exist
/// before is not used; what is not the name of a property may be.
fn names_used(comparison: &Comparison<'_>, of: Option<TypeId>, old: Option<&str>, new: Option<&str>) -> bool {
    let Some(of) = of.filter(|_| items(old).or_else(|| items(new)).is_some()) else { return true };
    let (was, is) = (items(old).unwrap_or_default(), items(new).unwrap_or_default());
    let (old, new) = (comparison.old.model, comparison.new.model);
    let other = new.find_type(old.type_(of).name.as_str());
    let is_used = |path: &&str| {
        let name = path.split('/').next().unwrap_or(path);
        match (old.property(of, name), old.navigation_property(of, name)) {
            (Some((declaring, _)), _) => comparison.old_scope.uses_property(declaring, name),
            (None, Some((declaring, property))) => comparison.old_scope.uses_target(declaring, property),
            (None, None) => {
                !other.is_some_and(|id| new.property(id, name).is_some() || new.navigation_property(id, name).is_some())
            }
        }
    };
    let mut differing = was.symmetric_difference(&is).peekable();
    differing.peek().is_none() || differing.any(is_used)
}

/// The statements of all annotations; of several annotations with a term, the first counts.
fn facts(annotations: &[Annotation]) -> Facts {
    let (mut facts, mut seen) = (Facts::new(), BTreeSet::new());
    for annotation in annotations.iter().filter(|annotation| is_capability(annotation)) {
        let qualifier = annotation.qualifier.as_deref().map(|text| format!("#{text}")).unwrap_or_default();
        let path = format!("{}{qualifier}", annotation.term.name());
        if !seen.insert(path.clone()) {
            continue;
        }
        match annotation.value.as_ref().and_then(Expression::as_record) {
            Some(record) => add_record(path, record, annotation.span, &mut facts),
            None => {
                let value = annotation.value.as_ref().map_or("true".to_owned(), text);
                facts.insert(path, Fact { value, span: annotation.span });
            }
        }
    }
    facts
}

/// Adds the statements of a record, and of those in it: `ReadByKeyRestrictions/Readable`.
fn add_record(path: String, record: &Record, span: Span, facts: &mut Facts) {
    let mut pending = vec![(path, record)];
    while let Some((path, record)) = pending.pop() {
        for value in &record.property_values {
            // Sentences for people.
            if matches!(value.property.as_str(), "Description" | "LongDescription") {
                continue;
            }
            let path = format!("{path}/{}", value.property);
            // These are facts about an operation, which are compared as sets.
            if path == "OperationRestrictions/Permissions" {
                continue;
            }
            let value = match value.value.as_ref() {
                Some(Expression::Record(record)) => {
                    pending.push((path, record));
                    continue;
                }
                Some(expression) => text(expression),
                None => "true".to_owned(),
            };
            facts.insert(path, Fact { value, span });
        }
    }
}

/// A value as text, to compare and to show. Collections are sets.
fn text(expression: &Expression) -> String {
    match expression {
        Expression::Text { value, .. } => value.clone(),
        Expression::Collection(items) => {
            let mut items: Vec<String> = items.iter().map(text).collect();
            items.sort_unstable();
            format!("[{}]", items.join(", "))
        }
        Expression::Record(record) => {
            let mut values: Vec<String> = record
                .property_values
                .iter()
                .filter(|value| !matches!(value.property.as_str(), "Description" | "LongDescription"))
                .map(|value| format!("{}: {}", value.property, value.value.as_ref().map_or("true".to_owned(), text)))
                .collect();
            values.sort_unstable();
            format!("{{{}}}", values.join(", "))
        }
        Expression::Null { .. } => "null".to_owned(),
        Expression::Operator { name, operands, .. } => {
            format!("{name}({})", operands.iter().map(text).collect::<Vec<_>>().join(", "))
        }
    }
}
