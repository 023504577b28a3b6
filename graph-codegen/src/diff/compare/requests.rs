//! Who may call an operation, and in which clouds.

use std::collections::BTreeSet;

use crate::{
    diff::{
        Rule,
        comparison::{Comparison, Draft},
    },
    edm::Operation,
    explain::Element,
    facts::OperationFacts,
};

/// Compares the permissions, roles and clouds that the annotations of an operation name.
pub(super) fn compare<'a>(
    comparison: &mut Comparison<'a>,
    element: &str,
    subject: &Element<'a>,
    before: &'a Operation,
    after: &'a Operation,
) {
    let (was, is) = (OperationFacts::of(before), OperationFacts::of(after));
    if was == is {
        return;
    }
    let all =
        |least: &[String], higher: &[String]| -> BTreeSet<String> { least.iter().chain(higher).cloned().collect() };
    let permission = (Rule::PermissionRemoved, Rule::PermissionAdded);
    let account = |facts: &OperationFacts| match facts.personal_accounts {
        // What is not known is not compared.
        None => BTreeSet::new(),
        Some(true) => BTreeSet::from(["work".to_owned(), "personal".to_owned()]),
        Some(false) => BTreeSet::from(["work".to_owned()]),
    };
    let of = |facts: &OperationFacts| {
        [
            all(&facts.delegated_least, &facts.delegated_higher),
            all(&facts.application_least, &facts.application_higher),
            all(&facts.roles, &[]),
            all(&facts.clouds, &[]),
            account(facts),
        ]
    };
    let kinds = [
        (permission, "the delegated permission"),
        (permission, "the application permission"),
        (permission, "the role"),
        ((Rule::CloudRemoved, Rule::CloudAdded), "the cloud"),
        (permission, "an account for use at home:"),
    ];
    for ((was, is), ((removed, added), what)) in of(&was).iter().zip(&of(&is)).zip(kinds) {
        if was.is_empty() || is.is_empty() {
            continue;
        }
        let is_cloud = removed == Rule::CloudRemoved;
        for (rule, name) in
            was.difference(is).map(|name| (removed, name)).chain(is.difference(was).map(|name| (added, name)))
        {
            let message = match (is_cloud, rule == removed) {
                (true, true) => format!("{element} is no longer available in {what} {name}"),
                (true, false) => format!("{element} is available in {what} {name}"),
                (false, true) => format!("{what} {name} no longer suffices for {element}"),
                (false, false) => format!("{what} {name} suffices for {element}"),
            };
            let draft = Draft::new(rule, element, message).at(before.span, after.span).of(subject.clone());
            comparison.push(draft.values(format!("{what} {name}"), ""));
        }
    }
}
