//! Terms of the vocabulary `Org.OData.Core.V1` that several modules use.
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
