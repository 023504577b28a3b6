//! Facts about requests in annotations: who may send them, in which clouds, and which properties they may set.
//!
//! Permissions use the standard term [`OperationRestrictions`], with `PermissionType` records and the scheme names
//! `DelegatedWork`, `DelegatedPersonal` and `Application`. `Core.Permissions` is a different term, which tells whether
//! a property can be read or written by any caller ([`Access`]). Facts without a standard term use the vocabulary
//! `graph_codegen.v1`, which `metadata/v1.0.annotations.csdl` declares.
//!
//! [`OperationRestrictions`]: https://github.com/oasis-tcs/odata-vocabularies/blob/main/vocabularies/Org.OData.Capabilities.V1.md#OperationRestrictions

mod custom_option;
mod deprecation;
#[cfg(feature = "cli")]
mod documentation;
mod item_path;
#[cfg(feature = "tools")]
mod long_running;
mod permissions;
mod writing;

pub(crate) use custom_option::CustomOption;
pub use custom_option::OptionPlace;
pub(crate) use deprecation::Deprecation;
#[cfg(feature = "cli")]
pub(crate) use documentation::documentation_link;
pub(crate) use item_path::{has_host_key, is_addressed_by_path};
#[cfg(feature = "tools")]
pub(crate) use long_running::is_long_running;
pub use permissions::OperationFacts;
pub use writing::{Access, Writing};

use crate::edm::{Annotation, Model, TypeId};

/// Graph supports some queries of directory objects only with eventual consistency.
const DIRECTORY_OBJECT: &str = "microsoft.graph.directoryObject";

/// Whether a type is derived from Graph's directory object.
pub(crate) fn is_directory_object(model: &Model, id: TypeId) -> bool {
    model.lineage(id).any(|(_, of)| of.name.as_str() == DIRECTORY_OBJECT)
}

/// Whether an operation is available only where annotations of the resource bind it.
pub(crate) fn requires_explicit_binding(annotations: &[Annotation]) -> bool {
    Annotation::tag(annotations, term::REQUIRES_EXPLICIT_BINDING) == Some(true)
}

/// The terms that contain facts.
pub mod term {
    pub use crate::edm::vocabulary::{COMPUTED, IMMUTABLE, PERMISSIONS};

    /// Scopes, one of which a caller needs: `PermissionType` records in `Permissions`.
    pub const OPERATION_RESTRICTIONS: &str = "Org.OData.Capabilities.V1.OperationRestrictions";
    /// Marks an operation that is available only where it is bound explicitly.
    pub const REQUIRES_EXPLICIT_BINDING: &str = "Org.OData.Core.V1.RequiresExplicitBinding";
    /// The operations that an entity set, singleton, navigation property or type binds explicitly.
    pub const EXPLICIT_OPERATION_BINDINGS: &str = "Org.OData.Core.V1.ExplicitOperationBindings";
    /// How a resource is read: `CustomQueryOptions` and `CustomHeaders`, among others.
    pub const READ_RESTRICTIONS: &str = "Org.OData.Capabilities.V1.ReadRestrictions";
    /// How entities are created.
    pub const INSERT_RESTRICTIONS: &str = "Org.OData.Capabilities.V1.InsertRestrictions";
    /// How entities are updated.
    pub const UPDATE_RESTRICTIONS: &str = "Org.OData.Capabilities.V1.UpdateRestrictions";
    /// How entities are deleted.
    pub const DELETE_RESTRICTIONS: &str = "Org.OData.Capabilities.V1.DeleteRestrictions";
    /// The primitive type of a custom query option or header: `Edm.Int32`.
    pub const VALUE_TYPE: &str = "graph_codegen.v1.ValueType";
    /// Marks the least privileged scope among `ScopeType` records.
    pub const LEAST_PRIVILEGED: &str = "graph_codegen.v1.LeastPrivileged";
    /// Directory roles, one of which a delegated caller needs.
    pub const ROLES: &str = "graph_codegen.v1.Roles";
    /// Permissions of a custom directory role that replaces a built-in one.
    pub const ROLE_PERMISSIONS: &str = "graph_codegen.v1.RolePermissions";
    /// Clouds in which the operation is available.
    pub const CLOUDS: &str = "graph_codegen.v1.Clouds";
    /// Whether personal Microsoft accounts may call the operation.
    pub const PERSONAL_ACCOUNTS: &str = "graph_codegen.v1.PersonalAccounts";
    /// A summary for the documentation of generated code.
    pub const SUMMARY: &str = "graph_codegen.v1.Summary";
}

#[cfg(test)]
mod tests {
    use crate::{Builder, edm::Operation};

    const HEAD: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm"><Action Name="a">"#;
    const TAIL: &str = "</Action></Schema></edmx:DataServices></edmx:Edmx>";

    /// Passes an operation with annotations to `see`.
    pub(super) fn with_operation<T>(annotations: &str, see: impl FnOnce(&Operation) -> T) -> T {
        let resolved = Builder::new().metadata_text("m", format!("{HEAD}{annotations}{TAIL}")).resolve().unwrap();
        let (_, operation) = resolved.model.operations().next().unwrap();
        see(operation)
    }
}
