//! What changes in the generated code: the ground truth of the verdict about source code.
//!
//! Both plans are read as lists of items, each with a key that comes from the metadata. An item breaks code if it is
//! gone, has another name, or another signature, in which generated types have the names of the metadata.

mod inventory;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use self::inventory::{Inventory, Item};
use super::{
    Notice, Rule, Verdict,
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
        let rule = match after.items.get(key) {
            None => Rule::RustItemRemoved,
            Some(other) if other.signature != item.signature => Rule::RustSignatureChanged,
            Some(other) if other.name != item.name => Rule::RustNameChanged,
            Some(_) => {
                explanations.keep(&item.element);
                continue;
            }
        };
        let is_explained = explanations.explain(item, rule);
        match rule {
            Rule::RustItemRemoved => {
                has_lost.get_or_insert(item);
            }
            // An item with another name may have another signature for a reason that is known.
            _ if !is_explained || after.items[key].name != item.name => {
                unexplained.push((item, &after.items[key], is_explained))
            }
            _ => {}
        }
    }
    explanations.settle(&mut comparison.drafts);
    for (item, other, is_explained) in unexplained {
        report(comparison, item, other, is_explained);
    }
    // Items disappear together with what leads to them, so one cause is enough.
    let is_breaking = comparison.drafts.iter().any(|draft| draft.verdicts.source == Verdict::Breaking);
    if let Some(item) = has_lost.filter(|_| !is_breaking) {
        let message = format!("{} `{}` is no longer generated", item.kind, item.name);
        comparison.push(Draft::new(Rule::RustItemRemoved, item.element.as_str(), message).values(&item.name, ""));
    }
}

fn report(comparison: &mut Comparison<'_>, item: &Item, other: &Item, is_explained: bool) {
    let element = item.element.as_str();
    if item.name != other.name {
        let message = format!("{} `{}` of {element} is now `{}`", item.kind, item.name, other.name);
        comparison.push(Draft::new(Rule::RustNameChanged, element, message).values(&item.name, &other.name));
    }
    if item.signature != other.signature && !is_explained {
        let (was, is) = (&item.signature, &other.signature);
        let message = format!("{} `{}` of {element} is `{is}`; it was `{was}`", item.kind, other.name);
        comparison.push(Draft::new(Rule::RustSignatureChanged, element, message).values(was, is));
    }
}

/// The findings that may explain what changes in the generated code.
struct Explanations {
    /// Findings by element. Those about a part of an element, such as a parameter, are also those of the element.
    by_element: HashMap<String, Vec<usize>>,
    /// The findings that do break code.
    breaking: BTreeSet<usize>,
    /// Elements of which an item stays as it was.
    kept: BTreeSet<String>,
    rules: Vec<Rule>,
}

impl Explanations {
    fn new(drafts: &[Draft<'_>]) -> Self {
        let mut by_element: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, draft) in drafts.iter().enumerate() {
            let element = draft.element.as_str();
            by_element.entry(element.to_owned()).or_default().push(number);
            // An overload's name has its parameters, and a parameter's name that of its operation.
            let plain = element.split('(').next().unwrap_or(element);
            let operation = element.strip_prefix("Collection(").map_or(plain, |_| element);
            let is_parameter =
                format!("{:?}", draft.rule).starts_with("Parameter") || draft.rule == Rule::RequiredParameterAdded;
            let owner =
                if is_parameter { operation.rsplit_once('/').map_or(operation, |(owner, _)| owner) } else { operation };
            if owner != element {
                by_element.entry(owner.to_owned()).or_default().push(number);
            }
        }
        let rules = drafts.iter().map(|draft| draft.rule).collect();
        Self { by_element, breaking: BTreeSet::new(), kept: BTreeSet::new(), rules }
    }

    /// Notes that an item of an element stays.
    fn keep(&mut self, element: &str) {
        if self.by_element.contains_key(element) {
            self.kept.insert(element.to_owned());
        }
    }

    /// Finds what explains the change of an item; returns whether anything does.
    fn explain(&mut self, item: &Item, change: Rule) -> bool {
        let of = |element: &str| self.by_element.get(element).cloned().unwrap_or_default();
        let may = |number: &usize| may_change_code(self.rules[*number]);
        let mut found: Vec<usize> = of(&item.element).into_iter().filter(may).collect();
        if found.is_empty() {
            let mentioned = item.mentions.iter().flat_map(|name| of(name));
            found = mentioned.filter(|number| changes_form(self.rules[*number])).collect();
        }
        if found.is_empty() && change == Rule::RustItemRemoved {
            let owner = item.element.rsplit_once('/').map(|(owner, _)| owner).unwrap_or_default();
            found = of(owner).into_iter().filter(|number| self.rules[*number].is_removal()).collect();
        }
        let is_explained = !found.is_empty();
        // The strictest is the cause; the others may be unrelated.
        let is_known = |number: &usize| self.rules[*number].verdicts().source == Verdict::Breaking;
        let known: Vec<usize> = found.iter().copied().filter(is_known).collect();
        self.breaking.extend(if known.is_empty() { found } else { known });
        is_explained
    }

    /// Sets the verdicts of the findings.
    fn settle(&self, drafts: &mut [Draft<'_>]) {
        for (number, draft) in drafts.iter_mut().enumerate() {
            if self.breaking.contains(&number) {
                draft.verdicts.source = Verdict::Breaking;
            } else if draft.notice == Notice::NotNeeded
                && !draft.rule.is_removal()
                && draft.rule != Rule::SelectorUnresolved
            {
                // All items of the element stay, or none was generated.
                draft.verdicts.source = Verdict::Safe;
            }
        }
    }
}

/// Whether changes of a kind can change the generated code of their element.
fn may_change_code(rule: Rule) -> bool {
    !matches!(
        rule,
        Rule::AnnotationChanged
            | Rule::BindingAdded
            | Rule::BindingChanged
            | Rule::BindingRemoved
            | Rule::Deprecated
            | Rule::DeprecationWithdrawn
            | Rule::PermissionAdded
            | Rule::PermissionRemoved
            | Rule::CloudAdded
            | Rule::CloudRemoved
            | Rule::RemovalDateChanged
    )
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
    )
}

/// Items by key.
type Items = BTreeMap<String, Item>;
