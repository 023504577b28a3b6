//! What annotations say about requests: who may send them, in which clouds, and which properties they may set.
//!
//! Permissions are in the standard term [`OperationRestrictions`], as `PermissionType` records with the scheme names
//! `DelegatedWork`, `DelegatedPersonal` and `Application`. `Core.Permissions` is another term: it says whether a
//! property can be read or written ([`Access`]), whoever asks. Facts without a standard term are in the vocabulary
//! `graph_codegen.v1`, which `metadata/v1.0.annotations.csdl` declares.
//!
//! [`OperationRestrictions`]: https://github.com/oasis-tcs/odata-vocabularies/blob/main/vocabularies/Org.OData.Capabilities.V1.md#OperationRestrictions

mod permissions;
mod writing;

pub use permissions::OperationFacts;
pub use writing::{Access, Writing};

use crate::edm::Annotation;

/// The terms that facts are read from.
pub mod term {
    pub use crate::edm::vocabulary::{COMPUTED, IMMUTABLE, PERMISSIONS};

    /// Scopes, one of which a caller needs: `PermissionType` records under `Permissions`.
    pub const OPERATION_RESTRICTIONS: &str = "Org.OData.Capabilities.V1.OperationRestrictions";
    /// Marks the scope of a `ScopeType` record that grants least.
    pub const LEAST_PRIVILEGED: &str = "graph_codegen.v1.LeastPrivileged";
    /// Directory roles, one of which a delegated caller needs.
    pub const ROLES: &str = "graph_codegen.v1.Roles";
    /// Permissions of a custom directory role that replaces a built-in one.
    pub const ROLE_PERMISSIONS: &str = "graph_codegen.v1.RolePermissions";
    /// Clouds that offer the operation.
    pub const CLOUDS: &str = "graph_codegen.v1.Clouds";
    /// Whether personal Microsoft accounts may call.
    pub const PERSONAL_ACCOUNTS: &str = "graph_codegen.v1.PersonalAccounts";
    /// One or more sentences for the documentation of generated code.
    pub const SUMMARY: &str = "graph_codegen.v1.Summary";
}

/// The value of a Boolean term whose default is true.
fn tag(annotations: &[Annotation], term: &str) -> Option<bool> {
    match &Annotation::find(annotations, term)?.value {
        None => Some(true),
        Some(value) => value.as_bool(),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Builder, edm::Operation};

    const HEAD: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="n" xmlns="http://docs.oasis-open.org/odata/ns/edm"><Action Name="a">"#;
    const TAIL: &str = "</Action></Schema></edmx:DataServices></edmx:Edmx>";

    /// Shows the facts' tests an operation with some annotations.
    pub(super) fn with_operation<T>(annotations: &str, see: impl FnOnce(&Operation) -> T) -> T {
        let resolved = Builder::new().metadata_text("m", format!("{HEAD}{annotations}{TAIL}")).resolve().unwrap();
        let (_, operation) = resolved.model.operations().next().unwrap();
        see(operation)
    }
}
