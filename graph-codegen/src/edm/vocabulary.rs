//! Terms of the vocabularies `Org.OData.Core.V1` and `Org.OData.Capabilities.V1` that several modules use, and the form
//! of scopes in others.
//!
//! Source: <https://github.com/oasis-tcs/odata-vocabularies/tree/main/vocabularies>.

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
/// The names in a namespace may be unqualified in URLs.
pub const DEFAULT_NAMESPACE: &str = "Org.OData.Core.V1.DefaultNamespace";
/// The versions of OData that a service supports, separated by spaces; 4.01 includes 4.0.
pub const ODATA_VERSIONS: &str = "Org.OData.Core.V1.ODataVersions";
/// Changes of the entities require ETags.
pub const OPTIMISTIC_CONCURRENCY: &str = "Org.OData.Core.V1.OptimisticConcurrency";
/// Restrictions on navigation properties.
pub const NAVIGATION_RESTRICTIONS: &str = "Org.OData.Capabilities.V1.NavigationRestrictions";
/// Whether keys may be segments of paths.
pub const KEY_AS_SEGMENT_SUPPORTED: &str = "Org.OData.Capabilities.V1.KeyAsSegmentSupported";
/// Whether the service has batches.
pub const BATCH_SUPPORTED: &str = "Org.OData.Capabilities.V1.BatchSupported";
/// Which batches the service has.
pub const BATCH_SUPPORT: &str = "Org.OData.Capabilities.V1.BatchSupport";
/// Whether batches can continue after an error; the term is deprecated.
pub const BATCH_CONTINUE_ON_ERROR_SUPPORTED: &str = "Org.OData.Capabilities.V1.BatchContinueOnErrorSupported";
/// The level of conformance of a service.
pub const CONFORMANCE_LEVEL: &str = "Org.OData.Capabilities.V1.ConformanceLevel";
/// Whether requests can be executed in the background (`respond-async`).
pub const ASYNCHRONOUS_REQUESTS_SUPPORTED: &str = "Org.OData.Capabilities.V1.AsynchronousRequestsSupported";
/// Whether related entities can be created with an entity.
pub const DEEP_INSERT_SUPPORT: &str = "Org.OData.Capabilities.V1.DeepInsertSupport";
/// Whether related entities can be updated with an entity.
pub const DEEP_UPDATE_SUPPORT: &str = "Org.OData.Capabilities.V1.DeepUpdateSupport";
/// The media types of responses, with their parameters.
pub const SUPPORTED_FORMATS: &str = "Org.OData.Capabilities.V1.SupportedFormats";
/// The settings of a profile, as texts; they take precedence over other annotations.
pub const PROFILE: &str = "graph_codegen.v1.Profile";
/// The versions in which an element was added, changed or deprecated.
pub const REVISIONS: &str = "Org.OData.Core.V1.Revisions";

/// The namespace and the name of a term.
#[cfg(feature = "tools")]
pub(crate) fn split_term(term: &str) -> (&str, &str) {
    term.rsplit_once('.').unwrap_or(("", term))
}

/// Whether a text can be the name of a scope (RFC 6749, section 3.3).
///
/// Scopes are separated by spaces, so that another text could be several of them, or end the line of a program.
pub(crate) fn is_scope_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e))
}
