//! Permissions, roles and clouds in documentation.

use super::plain;
use crate::facts::OperationFacts;

/// A sentence for each thing that is known.
pub(in crate::plan) fn permission_docs(facts: &OperationFacts) -> Vec<String> {
    let list = |names: &[String]| {
        names.iter().map(|name| format!("`{}`", name.replace('`', ""))).collect::<Vec<_>>().join(", ")
    };
    let mut docs = Vec::new();
    for (who, least, higher) in [
        ("delegated", &facts.delegated_least, &facts.delegated_higher),
        ("application", &facts.application_least, &facts.application_higher),
    ] {
        if least.is_empty() && higher.is_empty() {
            continue;
        }
        let also = if higher.is_empty() { String::new() } else { format!("; or {}", list(higher)) };
        docs.push(format!("Permission, {who}: {}{also}.", list(least)));
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
        docs.push("Not for personal Microsoft accounts.".to_owned());
    }
    docs
}
