use std::collections::BTreeMap;

use super::type_text::type_text;
use crate::{
    diff::{
        Rule,
        comparison::{Comparison, Draft},
    },
    edm::{Model, Term},
};

/// Compares the terms; no selection uses them.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    if !comparison.old_scope.is_everything() || !comparison.is_csdl() {
        return;
    }
    let (old, new) = (comparison.old.model, comparison.new.model);
    let by_name = |model: &'_ Model| -> BTreeMap<String, usize> {
        model.terms().iter().enumerate().map(|(at, term)| (term.name.to_string(), at)).collect()
    };
    let (before, after) = (by_name(old), by_name(new));
    for (name, at) in &before {
        let term = &old.terms()[*at];
        match after.get(name) {
            None => {
                let draft = Draft::new(Rule::TermRemoved, name.as_str(), format!("the term {name} was removed"));
                comparison.push(draft.at(term.span, None));
            }
            Some(other) => {
                let other = &new.terms()[*other];
                let (was, is) = (declaration(old, term), declaration(new, other));
                if was != is {
                    let message = format!("the term {name} is {is}; it was {was}");
                    let draft = Draft::new(Rule::TermChanged, name.as_str(), message);
                    comparison.push(draft.at(term.span, other.span).values(was, is));
                }
            }
        }
    }
    for (name, at) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        let draft = Draft::new(Rule::TermAdded, name.as_str(), format!("the term {name} was added"));
        comparison.push(draft.at(None, new.terms()[*at].span));
    }
}

/// What a term is, in one line.
fn declaration(model: &Model, term: &Term) -> String {
    let mut applies_to = term.applies_to.clone().unwrap_or_default();
    applies_to.sort_unstable();
    let mut text = type_text(model, &term.type_ref);
    if term.nullable == Some(false) {
        text.push_str(" without null");
    }
    if !applies_to.is_empty() {
        text.push_str(&format!(" for {}", applies_to.join(", ")));
    }
    term.base_term.iter().for_each(|base| text.push_str(&format!(" based on {base}")));
    text
}
