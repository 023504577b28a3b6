//! What changes in the generated code: the ground truth of the verdict about source code.
//!
//! Both plans are read as lists of items, each with a key that comes from the metadata. An item breaks code if it is
//! gone, has another name, or another signature, in which generated types have the names of the metadata.

mod attribution;
mod inventory;
mod item;

use std::collections::{BTreeMap, HashMap};

use self::{
    attribution::{ItemChange, explains},
    inventory::Inventory,
    item::{Item, Role},
};
use super::{
    Rule, Verdict,
    comparison::{Comparison, Draft},
};
use crate::plan::Package;

/// Sets the verdicts about source code from the generated code, and adds findings for what no other rule explains.
pub(super) fn judge(comparison: &mut Comparison<'_>, old: &Package, new: &Package) {
    let before = Inventory::of(comparison.old.model, old);
    let after = Inventory::of(comparison.new.model, new);
    let mut explanations = Explanations::new(&comparison.drafts);
    let mut unexplained = Vec::new();
    let mut has_lost = None;
    for (key, item) in &before.items {
        let other = after.items.get(key);
        let change = ItemChange::of(item, other);
        // Another name alone is a finding of its own.
        let is_explained = !change.has_same_form() && explanations.explain(item, change);
        match other {
            None => {
                has_lost.get_or_insert(item);
            }
            Some(other) if change.is_renamed || !(change.has_same_form() || is_explained) => {
                unexplained.push((item, other, is_explained || change.has_same_form()));
            }
            Some(_) => {}
        }
    }
    explanations.settle(&mut comparison.drafts);
    report_reused(comparison, &before, &after);
    for (item, other, is_explained) in unexplained {
        report(comparison, item, other, is_explained);
    }
    // Items disappear together with what leads to them, so one cause is enough.
    let is_breaking = comparison.drafts.iter().any(|draft| draft.verdicts.source == Verdict::Breaking);
    if let Some(item) = has_lost.filter(|_| !is_breaking) {
        let message = format!("{} `{}` is no longer generated", item.role, item.name);
        comparison.push(Draft::new(Rule::RustItemRemoved, item.element.as_str(), message).values(&item.name, ""));
    }
}

/// Reports names that mean another element than before.
fn report_reused(comparison: &mut Comparison<'_>, before: &Inventory<'_>, after: &Inventory<'_>) {
    let mut now: HashMap<(&str, &str, &str), (&String, &Item)> = HashMap::new();
    for (key, item) in &after.items {
        now.insert(item.place(), (key, item));
    }
    for (key, old) in &before.items {
        let Some((_, new)) = now.get(&old.place()).filter(|(other, _)| *other != key) else { continue };
        // Overloads of an operation are told apart by other rules, and casts by what they return.
        let is_cast = old.element == new.element && old.role == Role::Segment && new.role == Role::Segment;
        let (meant, means) = if is_cast { (&old.result, &new.result) } else { (&old.element, &new.element) };
        if meant == means {
            continue;
        }
        let message = format!("{} `{}` now means {means}; it meant {meant}", new.role, new.name);
        let draft = Draft::new(Rule::RustNameReused, old.element.as_str(), message);
        comparison.push(draft.values(meant, means));
    }
}

/// Reports another name, and another signature unless it is explained.
fn report(comparison: &mut Comparison<'_>, item: &Item, other: &Item, is_explained: bool) {
    let element = item.element.as_str();
    if item.name != other.name {
        let message = format!("{} `{}` of {element} is now `{}`", item.role, item.name, other.name);
        comparison.push(Draft::new(Rule::RustNameChanged, element, message).values(&item.name, &other.name));
    }
    if !is_explained {
        let (was, is) = (item.signature(), other.signature());
        let message = format!("{} `{}` of {element} is `{is}`; it was `{was}`", item.role, other.name);
        comparison.push(Draft::new(Rule::RustSignatureChanged, element, message).values(was, is));
    }
}

/// The findings that may explain what changes in the generated code.
///
/// Those of an element that explain the same are one cause, so that there are few of them for each item.
struct Explanations {
    /// Causes by element. Those about a part of an element, such as a parameter, are also those of the element.
    by_element: HashMap<String, Vec<usize>>,
    /// Causes in findings about the requests to resources, by the type of the resources.
    by_target: HashMap<String, Vec<usize>>,
    causes: Vec<Cause>,
    /// The cause of each finding.
    of_findings: Vec<usize>,
}

/// What findings about an element explain.
struct Cause {
    rule: Rule,
    /// The capability, such as `InsertRestrictions`.
    capability: Option<&'static str>,
    /// Whether code may still compile if a signature changes.
    may_compile: bool,
    /// The verdict about source code.
    verdict: Verdict,
}

impl Explanations {
    fn new(drafts: &[Draft<'_>]) -> Self {
        let mut known: HashMap<(&str, Rule, Option<&str>, bool), usize> = HashMap::new();
        let (mut by_element, mut by_target) =
            (HashMap::<String, Vec<usize>>::new(), HashMap::<String, Vec<usize>>::new());
        let (mut causes, mut of_findings) = (Vec::new(), Vec::new());
        for draft in drafts {
            let element = draft.element.as_str();
            let key = (element, draft.rule, draft.capability, draft.may_compile);
            let number = *known.entry(key).or_insert(causes.len());
            of_findings.push(number);
            if number < causes.len() {
                continue;
            }
            let Draft { rule, capability, may_compile, .. } = *draft;
            causes.push(Cause { rule, capability, may_compile, verdict: Verdict::Safe });
            for element in with_owners(element, rule) {
                by_element.entry(element.to_owned()).or_default().push(number);
            }
            draft.target.iter().for_each(|target| by_target.entry(target.clone()).or_default().push(number));
        }
        Self { by_element, by_target, causes, of_findings }
    }

    /// Finds what explains the change of an item; returns whether anything does.
    fn explain(&mut self, item: &Item, change: ItemChange) -> bool {
        let of = |element: &str| self.by_element.get(element).map_or(&[][..], Vec::as_slice);
        let explains = |number: &usize| {
            let cause = &self.causes[*number];
            explains(cause.rule, cause.capability, &item.role, change)
        };
        let own = || item.elements().map(of);
        let explaining = |causes: &[usize]| causes.iter().copied().filter(explains).collect::<Vec<usize>>();
        let mut found = own().map(explaining).find(|found| !found.is_empty()).unwrap_or_default();
        // What the item mentions has another form.
        if found.is_empty() {
            let mentioned = item.mentions.iter().flat_map(|name| of(name)).copied();
            let is_key = matches!(item.role, Role::Key | Role::AlternateKey);
            let changes = |rule| changes_form(rule) || (is_key && rule == Rule::PropertyTypeChanged);
            found = mentioned.filter(|number| changes(self.causes[*number].rule)).collect();
        }
        if found.is_empty() && change.is_removed && matches!(item.role, Role::Request(_) | Role::Key) {
            let of_target = self.by_target.get(&item.element).into_iter().flatten().copied();
            found = of_target.filter(explains).collect();
        }
        if found.is_empty() && change.is_removed {
            let owner = item.element.rsplit_once('/').map(|(owner, _)| owner).unwrap_or_default();
            found = of(owner).iter().copied().filter(|number| self.causes[*number].rule.is_removal()).collect();
        }
        // A finding about the element that can break code is more likely than none.
        if found.is_empty() {
            let is_known = |number: &usize| self.causes[*number].rule.verdicts().source == Verdict::Breaking;
            found = own().flatten().copied().filter(is_known).collect();
        }
        for number in &found {
            let may_compile = self.causes[*number].may_compile && !change.is_removed;
            let verdict = if may_compile { Verdict::Maybe } else { Verdict::Breaking };
            self.causes[*number].verdict = self.causes[*number].verdict.max(verdict);
        }
        !found.is_empty()
    }

    /// Sets the verdicts of the findings: safe if all items of an element stay, or none was generated.
    fn settle(&self, drafts: &mut [Draft<'_>]) {
        for (draft, number) in drafts.iter_mut().zip(&self.of_findings) {
            if draft.rule != Rule::SelectorUnresolved {
                draft.verdicts.source = self.causes[*number].verdict;
            }
        }
    }
}

/// An element, the operation if it is a parameter, and the operation without the parameters that name an overload.
fn with_owners(element: &str, rule: Rule) -> impl Iterator<Item = &str> {
    let is_parameter = matches!(
        rule,
        Rule::ParameterAdded
            | Rule::ParameterBecameNonNullable
            | Rule::ParameterBecameNullable
            | Rule::ParameterBecameOptional
            | Rule::ParameterBecameRequired
            | Rule::ParameterRemoved
            | Rule::ParameterRenamed
            | Rule::ParameterTypeChanged
            | Rule::RequiredParameterAdded
    );
    let operation = element.rsplit_once('/').filter(|_| is_parameter).map(|(operation, _)| operation);
    let overload = operation.unwrap_or(element);
    let last = overload.rsplit('/').next().unwrap_or(overload);
    let parameters = last.split_once('(').filter(|_| last.ends_with(')')).map(|(_, parameters)| parameters.len() + 1);
    let without = parameters.map(|length| &overload[..overload.len() - length]);
    [Some(element), operation, without].into_iter().flatten()
}

/// Whether changes of a kind, of a type, change the code of whatever has values of it.
fn changes_form(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::TypeRemoved
            | Rule::TypeKindChanged
            | Rule::TypeDefinitionChanged
            | Rule::EnumFlagsChanged
            | Rule::KeyChanged
            | Rule::AlternateKeyRemoved
            | Rule::StreamRemoved
    )
}

/// Items by key.
type Items = BTreeMap<String, Item>;
