//! Documents permissions, roles and clouds.

use super::plain;
use crate::facts::OperationFacts;

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
