//! Which kinds of changes in the metadata explain which changes of generated items.

use super::item::{Item, Role};
use crate::{diff::Rule, selection::ResourceMethod};

/// What changes about an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ItemChange {
    pub(super) is_removed: bool,
    pub(super) is_renamed: bool,
    /// Whether parameters differ.
    pub(super) parameters: bool,
    /// Whether the type differs: of a field, of a constant, or that a method returns.
    pub(super) result: bool,
    /// Whether a body can no longer set the property of a constant as before.
    pub(super) writing: bool,
}

impl ItemChange {
    /// Compares an item with its counterpart.
    pub(super) fn of(item: &Item, other: Option<&Item>) -> Self {
        let Some(other) = other else {
            return Self { is_removed: true, is_renamed: false, parameters: false, result: false, writing: false };
        };
        Self {
            is_removed: false,
            is_renamed: item.name != other.name,
            parameters: item.parameters != other.parameters,
            result: !item.has_result_of(other),
            writing: !item.is_writable_as(other),
        }
    }

    /// Whether code that uses the item can use the other one instead, under its name.
    pub(super) fn has_same_form(self) -> bool {
        !(self.is_removed || self.parameters || self.result || self.writing)
    }
}

/// Whether a finding explains the change of an item of its element; `capability` is the term that it is about.
pub(super) fn explains(rule: Rule, capability: Option<&str>, role: &Role, change: ItemChange) -> bool {
    let is_call = matches!(role, Role::Call | Role::FunctionResult);
    match rule {
        // What is gone takes all of its items with it.
        Rule::TypeRemoved
        | Rule::TypeKindChanged
        | Rule::TypeDefinitionChanged
        | Rule::PropertyRemoved
        | Rule::PropertyKindChanged
        | Rule::NavigationRemoved
        | Rule::EnumMemberRemoved
        | Rule::EnumFlagsChanged
        | Rule::OperationRemoved
        | Rule::OverloadRemoved
        | Rule::OperationKindChanged
        | Rule::OperationBindingChanged
        | Rule::EntitySetRemoved
        | Rule::SingletonRemoved
        | Rule::ImportRemoved
        | Rule::RootKindChanged
        | Rule::RootTypeChanged
        | Rule::ImportTargetChanged => true,
        Rule::BaseTypeChanged => matches!(role, Role::Structure | Role::Union | Role::Variant),
        Rule::KeyChanged => *role == Role::Key,
        Rule::AlternateKeyRemoved => *role == Role::AlternateKey,
        Rule::StreamRemoved => matches!(
            role,
            Role::Request(
                ResourceMethod::Download(None) | ResourceMethod::Upload(None) | ResourceMethod::DeleteStream(None)
            )
        ),
        Rule::PropertyTypeChanged
        | Rule::PropertyCollectionChanged
        | Rule::NavigationTypeChanged
        | Rule::NavigationCollectionChanged => change.is_removed || change.result || change.parameters,
        Rule::PropertyBecameReadOnly | Rule::PropertyBecameCreateOnly => change.writing,
        Rule::ContainmentChanged => matches!(role, Role::Segment | Role::Constant) || change.is_removed,
        Rule::ParameterRemoved
        | Rule::ParameterAdded
        | Rule::RequiredParameterAdded
        | Rule::ParameterRenamed
        | Rule::ParameterBecameRequired
        | Rule::ParameterBecameOptional
        | Rule::ParameterOrderChanged => *role == Role::Field || change.parameters || (is_call && change.is_removed),
        Rule::ParameterTypeChanged => *role == Role::Field || change.parameters,
        Rule::ReturnTypeChanged | Rule::ReturnTypeRemoved | Rule::ReturnTypeAdded => {
            change.result || (*role == Role::FunctionResult && change.is_removed)
        }
        Rule::ComposabilityRemoved => *role == Role::FunctionResult,
        Rule::CapabilityRemoved | Rule::CapabilityChanged => match (capability, role) {
            (Some("InsertRestrictions"), Role::Request(method)) => *method == ResourceMethod::Create,
            (Some("UpdateRestrictions"), Role::Request(method)) => {
                matches!(method, ResourceMethod::Update | ResourceMethod::Replace)
            }
            (Some("DeleteRestrictions"), Role::Request(method)) => *method == ResourceMethod::Delete,
            (Some("CountRestrictions"), Role::Request(method)) => *method == ResourceMethod::Count || change.result,
            (Some("ReadRestrictions"), Role::Request(method)) => *method == ResourceMethod::Get,
            (Some("IndexableByKey"), Role::Key) => true,
            (Some("InsertRestrictions" | "UpdateRestrictions" | "DeleteRestrictions"), _) => false,
            _ => change.result || change.writing,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{ItemChange, ResourceMethod, Role, Rule, explains};

    const REMOVED: ItemChange =
        ItemChange { is_removed: true, is_renamed: false, parameters: false, result: false, writing: false };
    const RESULT: ItemChange =
        ItemChange { is_removed: false, is_renamed: false, parameters: false, result: true, writing: false };

    #[test]
    fn a_request_is_lost_for_its_own_capability() {
        let (insert, delete) = (Some("InsertRestrictions"), Some("DeleteRestrictions"));
        let method = Role::Request(ResourceMethod::Delete);
        assert!(explains(Rule::CapabilityRemoved, delete, &method, REMOVED));
        assert!(!explains(Rule::CapabilityRemoved, insert, &method, REMOVED));
        assert!(!explains(Rule::AlternateKeyRemoved, None, &method, REMOVED));
        assert!(explains(Rule::AlternateKeyRemoved, None, &Role::AlternateKey, REMOVED));
    }

    #[test]
    fn what_a_method_returns_is_not_explained_by_its_parameters() {
        assert!(explains(Rule::ReturnTypeChanged, None, &Role::Call, RESULT));
        assert!(!explains(Rule::ParameterTypeChanged, None, &Role::Call, RESULT));
        assert!(!explains(Rule::OverloadAdded, None, &Role::Call, RESULT));
    }
}
