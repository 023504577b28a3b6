//! Terms of the capabilities vocabulary: which requests and query options a service supports.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use super::navigation_restrictions::{RESTRICTED, compare_navigability, navigation_property, requests_behind};
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
    for path in paths {
        // Restrictions of a navigation property are about requests to its target.
        let navigation = navigation_property(path);
        let (requests, is_named) = match navigation {
            Some(name) => requests_behind(comparison, *of, name).unwrap_or((Requests::ALL, true)),
            None => (*requests, true),
        };
        if !concerns(path, requests) {
            continue;
        }
        let (before, after) = (was.get(path), is.get(path));
        let value = |fact: Option<&Fact>| fact.map(|fact| fact.value.clone());
        let (from, to) = (value(before), value(after));
        // What is not said is the default.
        let (meant, means) = (effective(path, from.as_deref()), effective(path, to.as_deref()));
        if meant == means {
            continue;
        }
        let shown =
            |value: &Option<String>| value.as_deref().map_or("not said".to_owned(), |value| format!("`{value}`"));
        let changed = || format!("{path} of {element} is {}; it was {}", shown(&to), shown(&from));
        let is_requirement = is_requirement(path);
        let navigability = compare_navigability(name(path), meant, means);
        let (rule, message) = match (truth(meant), truth(means)) {
            (_, Some(true)) if is_requirement => {
                (Rule::CapabilityRemoved, format!("{path} of {element} is true: requests without it fail"))
            }
            (Some(true), Some(false)) if is_requirement => (Rule::CapabilityAdded, changed()),
            (Some(true), Some(false)) if is_support(path) => {
                (Rule::CapabilityRemoved, format!("{element} no longer supports {path}"))
            }
            (Some(false), Some(true)) if is_support(path) => {
                (Rule::CapabilityAdded, format!("{element} supports {path}"))
            }
            _ if excludes_less(path, meant, means)
                || allows_more_levels(path, meant, means)
                || navigability == Some(Ordering::Greater) =>
            {
                (Rule::CapabilityAdded, changed())
            }
            _ if navigability == Some(Ordering::Less) => (Rule::CapabilityRemoved, changed()),
            _ if is_requirement && !lists_less(meant, means) => (Rule::CapabilityRemoved, changed()),
            _ => (Rule::CapabilityChanged, changed()),
        };
        let spans = (before.map_or(old_span, |fact| fact.span), after.map_or(new_span, |fact| fact.span));
        let draft = Draft::new(rule, *element, message).at(spans.0, spans.1);
        // Requests lack what they must have, whether they name it or not.
        let is_listed = navigation.is_some() || names_used(comparison, *of, from.as_deref(), to.as_deref());
        let is_used = is_named && (is_requirement || is_listed);
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
    let term = match navigation_property(path) {
        // `…[members]/InsertRestrictions/Insertable`
        Some(property) => &path[RESTRICTED.len() + property.len() + "[]/".len()..],
        None => path,
    };
    match self::term(term) {
        "InsertRestrictions" | "DeepInsertSupport" => requests.insert,
        "UpdateRestrictions" | "DeepUpdateSupport" => requests.update,
        "DeleteRestrictions" => requests.delete,
        "OperationRestrictions" => true,
        _ => requests.read,
    }
}

/// The name of a statement, without the path to it.
fn name(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('#').next().unwrap_or(name)
}

/// Whether a statement says that something is supported: `Insertable`, `TopSupported`, `IndexableByKey`.
fn is_support(path: &str) -> bool {
    let name = name(path);
    name.ends_with("able") || name.ends_with("ible") || name.ends_with("Supported") || name.ends_with("ByKey")
}

/// Whether a statement says what requests must have: `RequiresFilter`, `RequiredProperties`.
fn is_requirement(path: &str) -> bool {
    let name = name(path);
    name.starts_with("Require") || name == "OptimisticConcurrencyControl"
}

/// What is supported only if a service says so. Clients can rely on anything else unless it is restricted.
const NOT_BY_DEFAULT: &[&str] = &[
    "AnnotationValuesInQuerySupported",
    "AsynchronousRequestsSupported",
    "BatchContinueOnErrorSupported",
    "CrossJoinSupported",
    "DeltaUpdateSupported",
    "KeyAsSegmentSupported",
    "MediaLocationUpdateSupported",
    "QuerySegmentSupported",
    "StreamsExpandable",
    "Upsertable",
];

/// The value of a statement that is not made, by the vocabulary; `None` if that leaves it open.
fn default(path: &str) -> Option<&'static str> {
    let name = name(path);
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| self::name(parent));
    let in_false = matches!(parent, "QueryOptions" | "ModificationQueryOptions")
        || (matches!(parent, "SelectSupport" | "BatchSupport") && name != "Supported");
    match name {
        "MaxLevels" => Some("-1"),
        "UnsupportedExpressions" => Some("none"),
        "RestrictedProperties" | "FilterExpressionRestrictions" => Some("[]"),
        _ if name.starts_with("Non") || (name.starts_with("Required") && name != "Required") => Some("[]"),
        _ if is_requirement(path) => Some("false"),
        _ if is_support(path) && (in_false || NOT_BY_DEFAULT.contains(&name)) => Some("false"),
        _ if is_support(path) => Some("true"),
        _ => None,
    }
}

/// What a statement means: its value, or the default.
fn effective<'v>(path: &str, value: Option<&'v str>) -> Option<&'v str> {
    let default = default(path);
    match value {
        // Members of enumerations are written with their type.
        Some(value) if value.rsplit('/').next() != default => Some(value),
        _ => default,
    }
}

fn truth(value: Option<&str>) -> Option<bool> {
    value?.parse().ok()
}

/// Whether a list of what is not supported or required, such as `NonFilterableProperties`, has lost items and has no
/// new ones.
fn excludes_less(path: &str, old: Option<&str>, new: Option<&str>) -> bool {
    (name(path).starts_with("Non") || is_requirement(path)) && lists_less(old, new)
}

/// Whether a list has no items that it did not have before.
fn lists_less(old: Option<&str>, new: Option<&str>) -> bool {
    items(new).is_some_and(|new| new.is_subset(&items(old).unwrap_or_default()))
}

/// Whether a limit of levels is higher or gone. A negative number allows any level.
fn allows_more_levels(path: &str, old: Option<&str>, new: Option<&str>) -> bool {
    let levels = |value: Option<&str>| value?.parse().ok().map(|levels: i64| u64::try_from(levels).unwrap_or(u64::MAX));
    name(path) == "MaxLevels" && levels(old).zip(levels(new)).is_some_and(|(old, new)| new > old)
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
                annotation.value.iter().for_each(|value| add_required(&path, value, annotation.span, &mut facts));
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
            if path.starts_with(RESTRICTED) && value.property == "NavigationProperty" {
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
                // Each navigation property is compared by itself, so that neither order nor others matter. Of several
                // records for one, the first counts.
                Some(Expression::Collection(items)) if path == RESTRICTED => {
                    let mut named = BTreeSet::new();
                    for record in items.iter().filter_map(Expression::as_record) {
                        let property = record.get("NavigationProperty").map(text).unwrap_or_default();
                        if named.insert(property.clone()) {
                            pending.push((format!("{path}[{property}]"), record));
                        }
                    }
                    continue;
                }
                Some(expression) => {
                    add_required(&path, expression, span, facts);
                    text(expression)
                }
                None => "true".to_owned(),
            };
            facts.insert(path, Fact { value, span });
        }
    }
}

/// Adds which of the custom headers or query options in a collection are required: `CustomHeaders/version/Required`.
fn add_required(path: &str, expression: &Expression, span: Span, facts: &mut Facts) {
    let (Expression::Collection(items), "CustomHeaders" | "CustomQueryOptions") = (expression, name(path)) else {
        return;
    };
    for record in items.iter().filter_map(Expression::as_record) {
        let value = |name: &str| record.property_values.iter().find(|value| value.property == name);
        if let (Some(name), Some(required)) = (value("Name"), value("Required")) {
            let name = name.value.as_ref().map(text).unwrap_or_default();
            let value = required.value.as_ref().map_or("true".to_owned(), text);
            facts.insert(format!("{path}/{name}/Required"), Fact { value, span });
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

#[cfg(test)]
mod tests {
    use super::{default, effective};

    #[test]
    fn what_is_not_said_is_the_default_of_the_vocabulary() {
        for (path, value) in [
            ("FilterRestrictions/Filterable", Some("true")),
            ("FilterRestrictions/RequiresFilter", Some("false")),
            ("FilterRestrictions/RequiredProperties", Some("[]")),
            ("FilterRestrictions/NonFilterableProperties", Some("[]")),
            ("ExpandRestrictions/MaxLevels", Some("-1")),
            ("ExpandRestrictions/StreamsExpandable", Some("false")),
            ("UpdateRestrictions/Upsertable", Some("false")),
            ("InsertRestrictions/QueryOptions/SelectSupported", Some("false")),
            ("InsertRestrictions/CustomHeaders/version/Required", Some("false")),
            ("SelectSupport#q/Supported", Some("true")),
            ("SelectSupport#q/Expandable", Some("false")),
            ("TopSupported#q", Some("true")),
            ("CrossJoinSupported", Some("false")),
            ("FilterFunctions", None),
        ] {
            assert_eq!(default(path), value, "{path}");
        }
        let none = Some("Org.OData.Capabilities.V1.SearchExpressions/none");
        assert_eq!(effective("SearchRestrictions/UnsupportedExpressions", none), Some("none"));
    }
}
