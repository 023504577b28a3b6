use std::fmt;

use crate::description::Permissions;

/// The permissions that allow an operation, as the end of a message.
pub(super) struct RequiredPermissions<'a>(pub(super) &'a Permissions);

impl fmt::Display for RequiredPermissions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Permissions { delegated, delegated_personal, application, roles, .. } = *self.0;
        // Those of personal accounts are said only if they differ.
        let personal = Some(delegated_personal).filter(|personal| *personal != delegated && !personal.is_unsupported());
        let personal = personal.unwrap_or_default();
        for (kind, permissions) in [
            ("delegated permission", delegated),
            ("delegated permission of a personal account", personal),
            ("application permission", application),
        ] {
            let (least, higher): (Vec<_>, Vec<_>) = (permissions.least().collect(), permissions.higher().collect());
            match (least.is_empty(), higher.is_empty()) {
                (true, true) => {}
                (true, false) => write!(f, "; needs the {kind} {}", alternatives(&higher))?,
                (false, true) => write!(f, "; needs the {kind} {}", alternatives(&least))?,
                (false, false) => {
                    write!(f, "; needs the {kind} {} (or the higher {})", alternatives(&least), alternatives(&higher))?;
                }
            }
        }
        for (kind, permissions) in [("a signed-in user", delegated), ("an application without a user", application)] {
            if permissions.is_unsupported() {
                write!(f, "; {kind} cannot call it")?;
            }
        }
        if !roles.is_empty() {
            write!(f, "; a signed-in user needs the role {}", roles.join(" or "))?;
        }
        Ok(())
    }
}

/// The most permissions that a message lists.
const MAX_LISTED: usize = 5;

fn alternatives(permissions: &[&str]) -> String {
    match permissions.len() {
        ..=MAX_LISTED => permissions.join(" or "),
        all => format!("{} or {} more", permissions[..MAX_LISTED].join(" or "), all - MAX_LISTED),
    }
}
