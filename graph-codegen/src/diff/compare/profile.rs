use std::mem::discriminant;

use crate::{
    diff::{
        Rule,
        comparison::{Comparison, Draft},
    },
    edm::{OperationNames, Profile, ProfileSetting},
};

/// Compares how the services speak OData, which decides about URLs, headers and batches.
pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let (Some(before), Some(after)) = (old.service(), new.service()) else { return };
    let (before, after) = (before.container(), after.container());
    if comparison.crosses_formats() || old.profile() == new.profile() {
        return;
    }
    let mut changes = changed_settings(old.profile(), new.profile());
    for schema in old.schemas() {
        let namespace = schema.namespace.as_str();
        let names = |profile: &Profile, own: &str| {
            ProfileSetting::OperationNames(profile.operation_names(namespace, Some(own)))
        };
        let was = names(old.profile(), before.name.namespace());
        let is = names(new.profile(), after.name.namespace());
        let has_operations = old.operations().any(|(_, operation)| operation.name.namespace() == namespace);
        if was != is && has_operations {
            changes.push((Some(was), Some(is)));
        }
    }
    changes.dedup();
    for (was, is) in changes {
        let shown = |setting: Option<ProfileSetting>| {
            setting.map_or_else(|| "nothing of it".to_owned(), |setting| format!("`{setting}`"))
        };
        let (was_text, is_text) = (shown(was), shown(is));
        let element = after.name.as_str();
        let message = format!("the profile of {element} says {is_text}; it said {was_text}");
        let draft = Draft::new(Rule::ProfileChanged, element, message).at(before.span, after.span);
        let draft = draft.values(was_text, is_text);
        let is_name = matches!(is, Some(ProfileSetting::OperationNames(OperationNames::Simple)));
        comparison.push(if is_name { draft.note("the qualified names may still be valid") } else { draft });
    }
}

/// The settings that differ, as they were and are; `None` for what is not said.
fn changed_settings(old: &Profile, new: &Profile) -> Vec<(Option<ProfileSetting>, Option<ProfileSetting>)> {
    let (before, after) = (old.settings(), new.settings());
    let same = |settings: &[ProfileSetting], setting: &ProfileSetting| {
        settings.iter().find(|other| discriminant(*other) == discriminant(setting)).copied()
    };
    let mut changes: Vec<_> =
        before.iter().map(|setting| (Some(*setting), same(&after, setting))).filter(|(was, is)| was != is).collect();
    let added = after.iter().filter(|setting| same(&before, setting).is_none());
    changes.extend(added.map(|setting| (None, Some(*setting))));
    changes
}
