//! What changes in the generated code: the ground truth of the verdict about source code.
//!
//! Both plans are read as lists of items, each with a key that comes from the metadata. An item breaks code if it is
//! gone, has another name, or another signature, in which generated types have the names of the metadata.

mod inventory;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use self::inventory::{Inventory, Item};
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
        let rule = match after.items.get(key) {
            None => Rule::RustItemRemoved,
            Some(other) if !item.is_replaced_by(other) => Rule::RustSignatureChanged,
            Some(other) if other.name != item.name => Rule::RustNameChanged,
            Some(_) => continue,
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
    if !item.is_replaced_by(other) && !is_explained {
        let (was, is) = (&item.signature, &other.signature);
        let message = format!("{} `{}` of {element} is `{is}`; it was `{was}`", item.kind, other.name);
        comparison.push(Draft::new(Rule::RustSignatureChanged, element, message).values(was, is));
    }
}

/// The findings that may explain what changes in the generated code.
struct Explanations {
    /// Findings by element. Those about a part of an element, such as a parameter, are also those of the element.
    by_element: HashMap<String, Vec<usize>>,
    /// Findings about the requests to resources, by the type of the resources.
    by_target: HashMap<String, Vec<usize>>,
    /// The findings that do break code.
    breaking: BTreeSet<usize>,
    rules: Vec<Rule>,
}

impl Explanations {
    fn new(drafts: &[Draft<'_>]) -> Self {
        let (mut by_element, mut by_target) =
            (HashMap::<String, Vec<usize>>::new(), HashMap::<String, Vec<usize>>::new());
        for (number, draft) in drafts.iter().enumerate() {
            let element = draft.element.as_str();
            by_element.entry(element.to_owned()).or_default().push(number);
            let owner = owner(element, draft.rule);
            if owner != element {
                by_element.entry(owner.to_owned()).or_default().push(number);
            }
            draft.target.iter().for_each(|target| by_target.entry(target.clone()).or_default().push(number));
        }
        let rules = drafts.iter().map(|draft| draft.rule).collect();
        Self { by_element, by_target, breaking: BTreeSet::new(), rules }
    }

    /// Finds what explains the change of an item; returns whether anything does.
    fn explain(&mut self, item: &Item, change: Rule) -> bool {
        let of = |element: &str| self.by_element.get(element).cloned().unwrap_or_default();
        let may = |number: &usize| may_change_code(self.rules[*number]);
        let mut found: Vec<usize> = item.elements().flat_map(of).filter(may).collect();
        if found.is_empty() {
            let mentioned = item.mentions.iter().flat_map(|name| of(name));
            found = mentioned.filter(|number| changes_form(self.rules[*number])).collect();
        }
        if found.is_empty() && change == Rule::RustItemRemoved {
            found = self.by_target.get(&item.element).cloned().unwrap_or_default();
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
            } else if draft.rule != Rule::SelectorUnresolved {
                // All items of the element stay, or none was generated.
                draft.verdicts.source = Verdict::Safe;
            }
        }
    }
}

/// The operation of a parameter, or an overload's name without its parameters; other elements as they are.
fn owner(element: &str, rule: Rule) -> &str {
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
    let (element, last) = match element.rsplit_once('/') {
        Some((owner, _)) if is_parameter => (owner, owner.rsplit('/').next().unwrap_or_default()),
        Some((_, last)) => (element, last),
        None => (element, element),
    };
    match last.split_once('(') {
        Some((_, parameters)) if last.ends_with(')') => &element[..element.len() - parameters.len() - 1],
        _ => element,
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
            | Rule::AlternateKeyRemoved
            | Rule::StreamRemoved
    )
}

/// Items by key.
type Items = BTreeMap<String, Item>;
