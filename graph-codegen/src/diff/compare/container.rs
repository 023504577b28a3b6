use std::collections::{BTreeMap, BTreeSet};

use super::{annotations, capabilities, deprecation, renames::Candidates, type_text::*};
use crate::{
    diagnostic::Span,
    diff::{
        Rule, Verdict,
        comparison::{Comparison, Draft},
    },
    edm::{ContainerChild, ItemType, Model, OperationId, Service, TypeId},
    explain::Element,
    selection::ResourceShape,
};

/// Compares the children of the service's container that are used.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (old, new) = (comparison.old.model.service(), comparison.new.model.service());
    let find =
        |service: &Option<Service<'_>>, name: &str| service.as_ref().is_some_and(|found| found.find(name).is_some());
    let (before, after) = (children(&old), children(&new));
    let span = |service: &Option<Service<'_>>| service.as_ref().map(|found| found.container().span);
    let added: Vec<ContainerChild<'_>> = after.into_iter().filter(|child| !find(&old, child.name())).collect();
    let removed = before.iter().filter(|child| !find(&new, child.name())).count();
    let model = comparison.new.model;
    let targets = added.iter().map(|child| (target(model, child).to_owned(), child.name()));
    let candidates = Candidates::new(removed, targets);
    for child in before {
        if comparison.old_scope.uses_child(child.name()) {
            match new.as_ref().and_then(|service| service.find(child.name())) {
                Some(other) => compare_child(comparison, &child, &other),
                None => report_removed(comparison, &child, span(&new), &candidates),
            }
        }
    }
    for child in added {
        if comparison.new_scope.uses_child(child.name()) && !comparison.crosses_formats() {
            let element = format!("/{}", child.name());
            let rule = match child {
                ContainerChild::EntitySet(_) => Rule::EntitySetAdded,
                ContainerChild::Singleton(_) => Rule::SingletonAdded,
                ContainerChild::ActionImport(_) | ContainerChild::FunctionImport(_) => Rule::ImportAdded,
            };
            let draft = Draft::new(rule, element.as_str(), format!("{element} was added"));
            comparison.push(Draft { subject: subject(&child), is_of_new: true, ..draft.at(span(&old), child.span()) });
        }
    }
}

fn children<'a>(service: &Option<Service<'a>>) -> Vec<ContainerChild<'a>> {
    service.as_ref().map_or(Vec::new(), |service| service.children().to_vec())
}

fn subject<'a>(child: &ContainerChild<'a>) -> Option<Element<'a>> {
    let path = format!("/{}", child.name());
    match *child {
        ContainerChild::EntitySet(_) => Some(Element::Resource(ResourceShape::Collection(child.entity_type()?), path)),
        ContainerChild::Singleton(_) => Some(Element::Resource(ResourceShape::Entity(child.entity_type()?), path)),
        ContainerChild::ActionImport(import) => import.overloads.first().map(|id| Element::Operation(*id)),
        ContainerChild::FunctionImport(import) => import.overloads.first().map(|id| Element::Operation(*id)),
    }
}

fn report_removed<'a>(
    comparison: &mut Comparison<'a>,
    child: &ContainerChild<'a>,
    container: Option<Span>,
    candidates: &Candidates<'a>,
) {
    let element = format!("/{}", child.name());
    let rule = match child {
        ContainerChild::EntitySet(_) => Rule::EntitySetRemoved,
        ContainerChild::Singleton(_) => Rule::SingletonRemoved,
        ContainerChild::ActionImport(_) | ContainerChild::FunctionImport(_) => Rule::ImportRemoved,
    };
    let old = comparison.old.model;
    let of_type = child.entity_type().map_or(&[][..], |id| &old.type_(id).annotations);
    let mut draft = Draft::new(rule, element.as_str(), format!("{element} was removed"))
        .at(child.span(), container)
        .removal_of(&[child.annotations(), of_type], comparison.today);
    let form = target(old, child);
    if let Some(likely) = candidates.likely(form, child.name()).or_else(|| candidates.only(form)) {
        draft = draft.note(format!("it was probably renamed to `/{likely}`"));
    }
    comparison.push(Draft { subject: subject(child), ..draft });
}

/// What an entity set or singleton has, or an import calls.
fn target<'a>(model: &'a Model, child: &ContainerChild<'a>) -> &'a str {
    let item = |item: &'a ItemType| item_name(model, item);
    match *child {
        ContainerChild::EntitySet(set) => item(&set.entity_type),
        ContainerChild::Singleton(singleton) => item(&singleton.entity_type),
        ContainerChild::ActionImport(import) => import.action.as_str(),
        ContainerChild::FunctionImport(import) => import.function.as_str(),
    }
}

fn kind_name(child: &ContainerChild<'_>) -> &'static str {
    match child {
        ContainerChild::EntitySet(_) => "an entity set",
        ContainerChild::Singleton(_) => "a singleton",
        ContainerChild::ActionImport(_) => "an action import",
        ContainerChild::FunctionImport(_) => "a function import",
    }
}

fn compare_child<'a>(comparison: &mut Comparison<'a>, before: &ContainerChild<'a>, after: &ContainerChild<'a>) {
    let element = format!("/{}", before.name());
    let subject = subject(before);
    let draft = |rule, message: String| {
        let draft = Draft::new(rule, element.as_str(), message).at(before.span(), after.span());
        Draft { subject: subject.clone(), ..draft }
    };
    let (was, is) = (kind_name(before), kind_name(after));
    if was != is {
        return comparison
            .push(draft(Rule::RootKindChanged, format!("{element} is {is}; it was {was}")).values(was, is));
    }
    let (was, is) = (target(comparison.old.model, before), target(comparison.new.model, after));
    if was != is {
        let (rule, verb, verb_past) = match before {
            ContainerChild::EntitySet(_) | ContainerChild::Singleton(_) => (Rule::RootTypeChanged, "has", "had"),
            _ => (Rule::ImportTargetChanged, "calls", "called"),
        };
        let draft = draft(rule, format!("{element} {verb} {is}; it {verb_past} {was}")).values(was, is);
        comparison.push(match before.entity_type().zip(after.entity_type()) {
            Some(types) => draft.fits(fits(comparison, types)),
            None if calls_alike(comparison, before, after) => draft.wire(Verdict::Safe),
            None => draft,
        });
    }
    if comparison.is_csdl() {
        compare_csdl(comparison, before, after, &draft);
        compare_bindings(comparison, &element, before, after, &draft);
    }
    let (old, new) = (before.annotations(), after.annotations());
    deprecation::compare(comparison, &element, subject.clone(), old, new);
    let (old, new) = ((old, before.span()), (new, after.span()));
    let types = before.entity_type().zip(after.entity_type());
    let place = capabilities::Place::of_resources(comparison, &element, types);
    capabilities::compare(comparison, &place, subject.clone(), old, new);
    annotations::compare(comparison, &element, subject.clone(), old, new);
}

/// The verdict on the wire if an entity set or singleton has entities of a derived type now.
fn fits(comparison: &Comparison<'_>, (was, is): (TypeId, TypeId)) -> Option<Verdict> {
    let new = comparison.new.model;
    let base = new.find_type(comparison.old.model.type_(was).name.as_str())?;
    let requests = comparison.requests(was, is);
    let is_sent = requests.insert || requests.update;
    new.is_a(is, base).then_some(if is_sent { Verdict::Maybe } else { Verdict::Safe })
}

/// Whether two imports are called with the same requests: the operations differ in their names only.
fn calls_alike(comparison: &Comparison<'_>, before: &ContainerChild<'_>, after: &ContainerChild<'_>) -> bool {
    let forms = |model: &Model, child: &ContainerChild<'_>| -> BTreeSet<(Vec<(String, String)>, String)> {
        let overloads = match *child {
            ContainerChild::ActionImport(import) => &import.overloads,
            ContainerChild::FunctionImport(import) => &import.overloads,
            _ => return BTreeSet::new(),
        };
        let form = |id: &OperationId| {
            let operation = model.operation(*id);
            let parameters = operation.call_parameters().iter();
            let parameters = parameters.map(|found| (found.name.clone(), type_text(model, &found.type_ref))).collect();
            let returned = operation.return_type.as_ref();
            (parameters, returned.map(|found| type_text(model, &found.type_ref)).unwrap_or_default())
        };
        overloads.iter().map(form).collect()
    };
    let (old, new) = (forms(comparison.old.model, before), forms(comparison.new.model, after));
    !old.is_empty() && old == new
}

/// Compares what OpenAPI does not express, except for bindings.
fn compare_csdl<'a>(
    comparison: &mut Comparison<'a>,
    before: &ContainerChild<'a>,
    after: &ContainerChild<'a>,
    draft: &impl Fn(Rule, String) -> Draft<'a>,
) {
    let element = format!("/{}", before.name());
    let listed = |child: &ContainerChild<'_>| match child {
        ContainerChild::EntitySet(set) => set.include_in_service_document.unwrap_or(true),
        ContainerChild::FunctionImport(import) => import.include_in_service_document.unwrap_or(false),
        ContainerChild::Singleton(_) | ContainerChild::ActionImport(_) => false,
    };
    let (was, is) = (listed(before), listed(after));
    if was != is {
        let verb = if is { "is listed" } else { "is no longer listed" };
        comparison.push(draft(Rule::ServiceDocumentChanged, format!("{element} {verb} in the service document")));
    }
    if let (ContainerChild::Singleton(left), ContainerChild::Singleton(right)) = (before, after) {
        match (left.nullable == Some(true), right.nullable == Some(true)) {
            (false, true) => comparison.push(draft(Rule::SingletonBecameNullable, format!("{element} may be missing"))),
            (true, false) => {
                comparison.push(draft(Rule::SingletonBecameNonNullable, format!("{element} is never missing")));
            }
            _ => {}
        }
    }
    let set = |child: &ContainerChild<'a>| match *child {
        ContainerChild::ActionImport(import) => import.entity_set.as_deref().unwrap_or(""),
        ContainerChild::FunctionImport(import) => import.entity_set.as_deref().unwrap_or(""),
        _ => "",
    };
    let (was, is) = (set(before), set(after));
    if was != is {
        let shown = |name: &str| if name.is_empty() { "no entity set".to_owned() } else { format!("`{name}`") };
        let message = format!("{element} returns entities of {}; it was {}", shown(is), shown(was));
        comparison.push(draft(Rule::ImportEntitySetChanged, message).values(was, is));
    }
}

fn compare_bindings<'a>(
    comparison: &mut Comparison<'a>,
    element: &str,
    before: &ContainerChild<'a>,
    after: &ContainerChild<'a>,
    draft: &impl Fn(Rule, String) -> Draft<'a>,
) {
    let by_path = |child: &ContainerChild<'a>| -> BTreeMap<&'a str, &'a str> {
        let bindings = child.navigation_property_bindings().iter();
        bindings.map(|binding| (binding.path.as_str(), binding.target.as_str())).collect()
    };
    let (was, is) = (by_path(before), by_path(after));
    // A selection uses the bindings of the properties that it follows.
    let is_used = |model: &Model, child: &ContainerChild<'_>, path: &str, is_old: bool| {
        let scope = if is_old { &comparison.old_scope } else { &comparison.new_scope };
        let declared = child.entity_type().and_then(|id| model.path(id, path));
        let last = declared.as_ref().and_then(|steps| steps.last());
        scope.is_everything()
            || last.is_some_and(|step| match step {
                crate::edm::PathStep::NavigationProperty(of, property) => scope.uses_target(*of, property),
                _ => false,
            })
    };
    let mut found = Vec::new();
    for (path, target) in &was {
        if !is_used(comparison.old.model, before, path, true) {
            continue;
        }
        match is.get(path) {
            None => {
                let message = format!("{element} no longer binds `{path}` to `{target}`");
                found.push(draft(Rule::BindingRemoved, message).values(format!("{path} {target}"), ""));
            }
            Some(other) if other != target => {
                let message = format!("{element} binds `{path}` to `{other}`; it was `{target}`");
                found.push(draft(Rule::BindingChanged, message).values(format!("{path} {target}"), *other));
            }
            Some(_) => {}
        }
    }
    for (path, target) in is.iter().filter(|(path, _)| !was.contains_key(*path)) {
        if is_used(comparison.new.model, after, path, false) {
            let message = format!("{element} binds `{path}` to `{target}`");
            found.push(draft(Rule::BindingAdded, message).values("", format!("{path} {target}")));
        }
    }
    found.into_iter().for_each(|draft| comparison.push(draft));
}
