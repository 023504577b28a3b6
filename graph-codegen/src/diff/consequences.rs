//! Findings that follow from another one, which has them as notes.

use std::collections::{HashMap, HashSet};

use super::{Finding, Level, Rule, Unresolved};
use crate::diagnostic::one_line;

/// Makes selectors that name nothing notes of the removal that is the reason, if one is.
pub(super) fn fold(findings: &mut Vec<Finding>, unresolved: &[Unresolved]) {
    // The last name of an element, with the removals of such elements.
    let mut removals: HashMap<String, Vec<usize>> = HashMap::new();
    let mut selectors: HashMap<String, usize> = HashMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if finding.rule == Rule::SelectorUnresolved {
            selectors.insert(finding.element.clone(), at);
        // A removal that is not an error must not hide one.
        } else if finding.rule.id().ends_with("-removed")
            && finding.rule != Rule::RustItemRemoved
            && finding.level() == Level::Error
        {
            removals.entry(last_name(&finding.element).to_owned()).or_default().push(at);
        }
    }
    let mut folded = HashSet::new();
    for selector in unresolved {
        let Some([cause]) = removals.get(last_name(&selector.missing)).map(Vec::as_slice) else { continue };
        let text = one_line(&selector.text);
        let Some(at) = selectors.get(&text) else { continue };
        let position = findings[*at].old.as_ref();
        let position = position.map(|location| format!(" ({}:{}:{})", location.file, location.line, location.column));
        findings[*cause].notes.push(format!("the selector `{text}`{} needs it", position.unwrap_or_default()));
        folded.insert(*at);
    }
    let mut at = 0;
    findings.retain(|_| {
        at += 1;
        !folded.contains(&(at - 1))
    });
}

/// `displayName` of `microsoft.graph.user/displayName`.
fn last_name(element: &str) -> &str {
    element.rsplit(['/', '.']).next().unwrap_or(element)
}
