//! What is known of an operation beyond its name: permissions and clouds.

use crate::{
    emit::code::{Code, literals},
    facts::OperationFacts,
};

pub(super) fn has_permissions(facts: &OperationFacts) -> bool {
    let OperationFacts { delegated_least, delegated_higher, application_least, application_higher, roles, .. } = facts;
    [delegated_least, delegated_higher, application_least, application_higher, roles]
        .iter()
        .any(|list| !list.is_empty())
}

/// A static of the permissions, where they are known.
pub(super) fn permissions(code: &mut Code, facts: &OperationFacts) {
    if !has_permissions(facts) {
        return;
    }
    let (delegated, higher) = (literals(&facts.delegated_least), literals(&facts.delegated_higher));
    code.open(&["static PERMISSIONS: rt::Permissions = rt::Permissions::UNKNOWN"]);
    code.line(&[".with_delegated(", &delegated, ", ", &higher, ")"]);
    let (application, higher) = (literals(&facts.application_least), literals(&facts.application_higher));
    code.line(&[".with_application(", &application, ", ", &higher, ")"]);
    code.line(&[".with_roles(", &literals(&facts.roles), ");"]);
    code.leave();
}

/// Calls behind a request that say what is known; empty where nothing is.
pub(super) fn calls(facts: &OperationFacts) -> String {
    let mut calls = String::new();
    if has_permissions(facts) {
        calls.push_str(".with_permissions(&PERMISSIONS)");
    }
    if !facts.clouds.is_empty() {
        calls.push_str(&format!(".with_clouds({})", literals(&facts.clouds)));
    }
    calls
}
