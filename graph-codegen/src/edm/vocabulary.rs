//! Terms of the vocabulary `Org.OData.Core.V1` that several modules use, and the form of scopes in others.
//!
//! Source: <https://github.com/oasis-tcs/odata-vocabularies/blob/main/vocabularies/Org.OData.Core.V1.md>.

/// Keys in addition to the declared one.
pub const ALTERNATE_KEYS: &str = "Org.OData.Core.V1.AlternateKeys";
/// The service computes the property and ignores values from clients.
pub const COMPUTED: &str = "Org.OData.Core.V1.Computed";
/// The property can only be set when its entity is created.
pub const IMMUTABLE: &str = "Org.OData.Core.V1.Immutable";
/// Links to related information, with relations as in RFC 8288.
pub const LINKS: &str = "Org.OData.Core.V1.Links";
/// The relation of a link to the documentation of an element.
pub const DOCUMENTATION_RELATION: &str = "help";
/// The parameter may be omitted.
pub const OPTIONAL_PARAMETER: &str = "Org.OData.Core.V1.OptionalParameter";
/// The access to a property, type or operation that is allowed.
pub const PERMISSIONS: &str = "Org.OData.Core.V1.Permissions";
/// The versions in which an element was added, changed or deprecated.
pub const REVISIONS: &str = "Org.OData.Core.V1.Revisions";

/// Whether a text can be the name of a scope (RFC 6749, section 3.3).
///
/// Scopes are separated by spaces, so that another text could be several of them, or end the line of a program.
pub(crate) fn is_scope_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e))
}
