//! Terms of the vocabulary `Org.OData.Core.V1` that several rooms read or write.
//!
//! Source: <https://github.com/oasis-tcs/odata-vocabularies/blob/main/vocabularies/Org.OData.Core.V1.md>.

/// Other keys than the declared one.
pub const ALTERNATE_KEYS: &str = "Org.OData.Core.V1.AlternateKeys";
/// The service computes the property, and takes no value for it.
pub const COMPUTED: &str = "Org.OData.Core.V1.Computed";
/// The property is settled when its entity is created.
pub const IMMUTABLE: &str = "Org.OData.Core.V1.Immutable";
/// A caller may leave the parameter away.
pub const OPTIONAL_PARAMETER: &str = "Org.OData.Core.V1.OptionalParameter";
/// Whether a property, type or operation can be read, written or invoked at all.
pub const PERMISSIONS: &str = "Org.OData.Core.V1.Permissions";
/// What was added, changed or deprecated, and when.
pub const REVISIONS: &str = "Org.OData.Core.V1.Revisions";
