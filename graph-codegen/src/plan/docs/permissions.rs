//! Documents permissions, roles and clouds.

use super::plain;
use crate::facts::OperationFacts;

/// Whether permissions or roles are known.
pub(in crate::plan) fn has_permissions(facts: &OperationFacts) -> bool {
    let OperationFacts { delegated_least, delegated_higher, application_least, application_higher, roles, .. } = facts;
    [delegated_least, delegated_higher, application_least, application_higher, roles]
        .iter()
        .any(|list| !list.is_empty())
}

/// A sentence for each kind of caller, given their permissions as the runtime reads them: separated by spaces, the
/// least privileged ones after `*`.
pub(in crate::plan) fn scheme_docs(lists: [&str; 3]) -> Vec<String> {
    /// The most permissions that a sentence lists.
    const LISTED: usize = 3;
    let [work, personal, application] = lists;
    let sentence = |(kind, list): (&str, &str)| {
        let all = || list.split(' ').filter(|name| !name.is_empty());
        let least: Vec<String> = all().filter_map(|name| Some(format!("`{}`", name.strip_prefix('*')?))).collect();
        let higher = all().count() - least.len();
        match least.as_slice() {
            [] if higher == 0 => format!("{kind}: not supported."),
            [] => {
                let names: Vec<String> = all().take(LISTED).map(|name| format!("`{name}`")).collect();
                let more = higher.saturating_sub(LISTED);
                let more = if more == 0 { String::new() } else { format!(" or {more} more") };
                format!("{kind}: {}{more}; which is least is not known.", names.join(" or "))
            }
            least if higher == 0 => format!("{kind}: {}.", least.join(" or ")),
            least => format!("{kind}: {}, or {higher} higher.", least.join(" or ")),
        }
    };
    let kinds =
        [("Delegated permission", work), ("For personal accounts", personal), ("Application permission", application)];
    kinds.into_iter().map(sentence).collect()
}

/// A sentence for each known fact.
pub(in crate::plan) fn permission_docs(facts: &OperationFacts) -> Vec<String> {
    let list = |names: &[String]| {
        names.iter().map(|name| format!("`{}`", name.replace('`', ""))).collect::<Vec<_>>().join(", ")
    };
    let mut docs = Vec::new();
    for (kind, least, higher) in [
        ("Delegated", &facts.delegated_least, &facts.delegated_higher),
        ("Application", &facts.application_least, &facts.application_higher),
    ] {
        if least.is_empty() && higher.is_empty() {
            continue;
        }
        docs.push(match (least.is_empty(), higher.is_empty()) {
            (false, true) => format!("{kind} permissions: {}.", list(least)),
            (true, _) => format!("{kind} permissions: {}.", list(higher)),
            (false, false) => {
                format!("{kind} permissions: {}; or, with higher privileges, {}.", list(least), list(higher))
            }
        });
    }
    if !facts.roles.is_empty() {
        let roles: Vec<String> = facts.roles.iter().map(|role| plain(role)).collect();
        let custom = match facts.role_permissions.as_slice() {
            [] => String::new(),
            names => format!("; or a custom role with {}", list(names)),
        };
        docs.push(format!("Roles: {}{custom}.", roles.join(", ")));
    }
    if !facts.clouds.is_empty() {
        let clouds: Vec<String> = facts.clouds.iter().map(|cloud| plain(cloud)).collect();
        docs.push(format!("Clouds: {}.", clouds.join(", ")));
    }
    if facts.personal_accounts == Some(false) {
        docs.push("Not available to personal Microsoft accounts.".to_owned());
    }
    docs
}
