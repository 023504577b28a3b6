use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, header};

use super::{
    batch_settings::BatchFormat,
    preferences::{PREFER, insert_header},
};
use crate::path::{EnumSyntax, KeySyntax};

/// How a service speaks OData: its version, the forms of keys and literals, what updates send, and its batches.
///
/// The default is [`GRAPH`](Self::GRAPH). For another service, begin with [`V4_0`](Self::V4_0), which every OData V4
/// service understands, or with the profile of a product, such as [`dataverse`](Self::dataverse).
///
/// ```
/// use graph_runtime::{Client, ServiceProfile, profile::BatchFormat};
///
/// const NORTHWIND: ServiceProfile = ServiceProfile::V4_0.with_batch_format(BatchFormat::None);
///
/// let client = Client::builder().base_url("https://services.odata.org/V4/Northwind").profile(NORTHWIND).build()?;
/// assert_eq!(client.profile().batch_format(), BatchFormat::None);
/// # Ok::<(), graph_runtime::Error>(())
/// ```
///
/// | setting | [`GRAPH`](Self::GRAPH) | [`V4_0`](Self::V4_0) | [`V4_01`](Self::V4_01) |
/// |---|---|---|---|
/// | `OData-Version`, `OData-MaxVersion` | not sent | 4.0 | 4.01 |
/// | keys | segments | parentheses | parentheses |
/// | enumeration members in URLs | `'high'` | `Ns.Type'high'` | `Ns.Type'high'` |
/// | an update of what may be missing | nothing | `If-Match: *` | `If-Match: *` |
/// | references in bodies | `x@odata.bind` | `x@odata.bind` | `@id` |
/// | batches | JSON, 20 calls | multipart, 100 calls | JSON, 100 calls |
/// | parts of complex values in `$select` | no | no | yes |
/// | properties that only a derived type has, in queries | `name` | `Ns.Type/name` | `Ns.Type/name` |
///
/// Durations are always written as `duration'PT1H'`, which both versions accept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "pass it to `ClientBuilder::profile`"]
pub struct ServiceProfile {
    pub(super) version: Option<ODataVersion>,
    max_version: Option<ODataVersion>,
    key_syntax: KeySyntax,
    enum_syntax: EnumSyntax,
    pub(super) ieee754_compatible: Option<bool>,
    preferences: &'static str,
    query_options: &'static [(&'static str, &'static str)],
    guards_updates: bool,
    pub(super) guards_deletions: Option<bool>,
    bind_syntax: BindSyntax,
    reference_removal: ReferenceRemoval,
    pub(super) batch_format: BatchFormat,
    pub(super) batch_size: usize,
    pub(super) has_continue_on_error: Option<bool>,
    pub(super) has_references_in_bodies: Option<bool>,
    pub(super) has_references_across_change_sets: Option<bool>,
    pub(super) selects_parts: bool,
    pub(super) qualifies_properties: bool,
    /// Whether the service's dialect is that of Graph where OData says something else: paths in JSON batches begin
    /// with a slash, batches continue after an error, have no atomicity groups, and relative links are below the root.
    pub(super) is_graph: bool,
}

/// A version of OData.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ODataVersion {
    /// 4.0.
    V4_0,
    /// 4.01.
    V4_01,
}

impl ODataVersion {
    /// Returns the version as headers write it: `4.01`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V4_0 => "4.0",
            Self::V4_01 => "4.01",
        }
    }
}

/// How the body of a request refers to existing entities.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BindSyntax {
    /// `"manager@odata.bind": "…"`, the form of OData 4.0.
    #[default]
    Annotation,
    /// `"manager": {"@id": "…"}`, the form of OData 4.01.
    ///
    /// An update of a collection sends `"members@delta": […]`, which adds to it as the other form does.
    Id,
}

/// How one reference is removed from a collection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReferenceRemoval {
    /// `DELETE members/$ref?$id=…`, which both versions of OData have.
    #[default]
    Id,
    /// `DELETE members('x')/$ref`, the form that OData 4.01 adds. The key is the end of the reference.
    Key,
}

const VERSION: HeaderName = HeaderName::from_static("odata-version");
const MAX_VERSION: HeaderName = HeaderName::from_static("odata-maxversion");

impl ServiceProfile {
    /// Microsoft Graph.
    pub const GRAPH: Self = Self {
        version: None,
        max_version: None,
        key_syntax: KeySyntax::Segment,
        enum_syntax: EnumSyntax::Member,
        ieee754_compatible: None,
        preferences: "",
        query_options: &[],
        guards_updates: false,
        guards_deletions: None,
        bind_syntax: BindSyntax::Annotation,
        reference_removal: ReferenceRemoval::Id,
        batch_format: BatchFormat::Json,
        batch_size: 20,
        has_continue_on_error: None,
        has_references_in_bodies: None,
        has_references_across_change_sets: None,
        selects_parts: false,
        qualifies_properties: false,
        is_graph: true,
    };

    /// A service of OData 4.0.
    pub const V4_0: Self = Self {
        version: Some(ODataVersion::V4_0),
        max_version: Some(ODataVersion::V4_0),
        key_syntax: KeySyntax::Parentheses,
        enum_syntax: EnumSyntax::Qualified,
        guards_updates: true,
        batch_format: BatchFormat::Multipart,
        batch_size: 100,
        qualifies_properties: true,
        is_graph: false,
        ..Self::GRAPH
    };

    /// A service of OData 4.01.
    pub const V4_01: Self = Self {
        version: Some(ODataVersion::V4_01),
        max_version: Some(ODataVersion::V4_01),
        bind_syntax: BindSyntax::Id,
        batch_format: BatchFormat::Json,
        selects_parts: true,
        ..Self::V4_0
    };

    /// Sets the version of what is sent (`OData-Version`); `None` sends no header.
    pub const fn with_version(mut self, version: Option<ODataVersion>) -> Self {
        self.version = version;
        self
    }

    /// Sets the version of responses (`OData-MaxVersion`); `None` sends no header.
    ///
    /// A service may respond in an older version. Both are read.
    pub const fn with_max_version(mut self, version: Option<ODataVersion>) -> Self {
        self.max_version = version;
        self
    }

    /// Sets how keys are written in paths.
    pub const fn with_key_syntax(mut self, syntax: KeySyntax) -> Self {
        self.key_syntax = syntax;
        self
    }

    /// Sets how members of enumerations are written in URLs.
    pub const fn with_enum_syntax(mut self, syntax: EnumSyntax) -> Self {
        self.enum_syntax = syntax;
        self
    }

    /// Sets whether `Edm.Int64` and `Edm.Decimal` are strings in JSON (`IEEE754Compatible=true`), in responses and in
    /// the bodies of creations, updates and actions: OData JSON 4.01, section 3.2.
    ///
    /// Some services lose digits without it. [`RawRequest::json`](crate::raw::RawRequest::json) sends what it is given.
    pub const fn with_ieee754_compatible(mut self, enabled: bool) -> Self {
        self.ieee754_compatible = Some(enabled);
        self
    }

    /// Sets preferences for every request: `odata.include-annotations="*"`. A request's own take precedence.
    ///
    /// A text that is not a valid header value is not sent.
    pub const fn with_preferences(mut self, preferences: &'static str) -> Self {
        self.preferences = preferences;
        self
    }

    /// Sets names and values of query options for every request of a request builder: `cross-company=true`.
    ///
    /// Values are percent-encoded. A request's own option of the name takes precedence.
    pub const fn with_query_options(mut self, options: &'static [(&'static str, &'static str)]) -> Self {
        self.query_options = options;
        self
    }

    /// Sets whether updates and replacements that state no condition send `If-Match: *`.
    ///
    /// Without it, OData creates an entity that is missing: [`Write::upsert`](crate::Write::upsert) asks for that.
    pub const fn with_guarded_updates(mut self, enabled: bool) -> Self {
        self.guards_updates = enabled;
        self
    }

    /// Sets whether deletions of entities that state no condition send `If-Match: *`.
    ///
    /// Services that require ETags refuse other deletions with 428. Where there are none, the header changes only what
    /// is said of an entity that is missing: 412 instead of 404. So it is not sent unless the metadata declares ETags.
    ///
    /// Sources: OData 4.01, part 1, sections 8.2.4 and 11.4.1.1; `Core.OptimisticConcurrency`.
    pub const fn with_guarded_deletions(mut self, enabled: bool) -> Self {
        self.guards_deletions = Some(enabled);
        self
    }

    /// Sets how bodies refer to existing entities.
    pub const fn with_bind_syntax(mut self, syntax: BindSyntax) -> Self {
        self.bind_syntax = syntax;
        self
    }

    /// Sets how one reference is removed from a collection.
    pub const fn with_reference_removal(mut self, form: ReferenceRemoval) -> Self {
        self.reference_removal = form;
        self
    }

    /// Returns the version of what is sent.
    #[must_use]
    pub const fn version(&self) -> Option<ODataVersion> {
        self.version
    }

    /// Returns the version of responses.
    #[must_use]
    pub const fn max_version(&self) -> Option<ODataVersion> {
        self.max_version
    }

    /// Returns how keys are written in paths.
    #[must_use]
    pub const fn key_syntax(&self) -> KeySyntax {
        self.key_syntax
    }

    /// Returns how members of enumerations are written in URLs.
    #[must_use]
    pub const fn enum_syntax(&self) -> EnumSyntax {
        self.enum_syntax
    }

    /// Returns whether `Edm.Int64` and `Edm.Decimal` are requested as strings.
    #[must_use]
    pub const fn is_ieee754_compatible(&self) -> bool {
        matches!(self.ieee754_compatible, Some(true))
    }

    /// Returns whether updates that state no condition send `If-Match: *`.
    #[must_use]
    pub const fn guards_updates(&self) -> bool {
        self.guards_updates
    }

    /// Returns whether deletions that state no condition send `If-Match: *`.
    #[must_use]
    pub const fn guards_deletions(&self) -> bool {
        matches!(self.guards_deletions, Some(true))
    }

    /// Returns how bodies refer to existing entities.
    #[must_use]
    pub const fn bind_syntax(&self) -> BindSyntax {
        self.bind_syntax
    }

    /// Returns how one reference is removed from a collection.
    #[must_use]
    pub const fn reference_removal(&self) -> ReferenceRemoval {
        self.reference_removal
    }

    /// Returns the names and values of the query options of every request.
    pub(crate) const fn query_options(&self) -> &'static [(&'static str, &'static str)] {
        self.query_options
    }

    /// Returns whether the service deviates from OData as Graph does.
    pub(crate) const fn is_graph(&self) -> bool {
        self.is_graph
    }

    /// Completes a profile that a user chose by what the metadata of the service says, for settings that are left open.
    ///
    /// These are facts of the service that no version or product decides about.
    pub(super) fn completed_by(mut self, metadata: &Self) -> Self {
        self.ieee754_compatible = self.ieee754_compatible.or(metadata.ieee754_compatible);
        self.guards_deletions = self.guards_deletions.or(metadata.guards_deletions);
        self.has_continue_on_error = self.has_continue_on_error.or(metadata.has_continue_on_error);
        self.has_references_in_bodies = self.has_references_in_bodies.or(metadata.has_references_in_bodies);
        self.has_references_across_change_sets =
            self.has_references_across_change_sets.or(metadata.has_references_across_change_sets);
        self
    }

    /// Adds the headers of every request to the service. Headers that are set take precedence.
    pub(crate) fn add_headers(&self, headers: &mut HeaderMap) {
        for (name, version) in [(VERSION, self.version), (MAX_VERSION, self.max_version)] {
            if let Some(version) = version {
                headers.entry(name).or_insert(HeaderValue::from_static(version.as_str()));
            }
        }
        if self.is_ieee754_compatible()
            && let Some(accept) = headers.get_mut(header::ACCEPT)
            && accept == "application/json"
        {
            *accept = HeaderValue::from_static("application/json;IEEE754Compatible=true");
        }
        if !self.preferences.is_empty()
            && let Ok(preferences) = HeaderValue::try_from(self.preferences)
        {
            // The request's own preferences come last, and replace those of the same name.
            let own = headers.insert(PREFER, preferences);
            if let Some(own) = own {
                insert_header(headers, PREFER, own);
            }
        }
    }
}

impl Default for ServiceProfile {
    fn default() -> Self {
        Self::GRAPH
    }
}

impl fmt::Display for ODataVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::{ODataVersion, PREFER, ServiceProfile};

    fn sent(profile: &ServiceProfile, own: &[(&'static str, &'static str)]) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for (name, value) in own {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        profile.add_headers(&mut headers);
        let mut lines: Vec<String> =
            headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
        lines.sort_unstable();
        lines
    }

    #[test]
    fn headers_are_added_once_and_give_way_to_those_of_the_request() {
        assert_eq!(sent(&ServiceProfile::GRAPH, &[("accept", "application/json")]), ["accept: application/json"]);
        assert_eq!(sent(&ServiceProfile::V4_0, &[]), ["odata-maxversion: 4.0", "odata-version: 4.0"]);
        let both = ServiceProfile::V4_0.with_max_version(Some(ODataVersion::V4_01)).with_ieee754_compatible(true);
        assert_eq!(
            sent(&both, &[("accept", "application/json"), ("odata-version", "4.01")]),
            ["accept: application/json;IEEE754Compatible=true", "odata-maxversion: 4.01", "odata-version: 4.01"]
        );
        assert_eq!(sent(&both.with_version(None).with_max_version(None), &[("accept", "*/*")]), ["accept: */*"]);
    }

    #[test]
    fn preferences_of_a_request_take_precedence() {
        let profile = ServiceProfile::GRAPH.with_preferences("return=minimal, odata.include-annotations=\"*\"");
        assert_eq!(sent(&profile, &[]), ["prefer: return=minimal, odata.include-annotations=\"*\""]);
        let merged = "prefer: odata.include-annotations=\"*\", return=representation, respond-async";
        assert_eq!(sent(&profile, &[("prefer", "return=representation, respond-async")]), [merged]);
        let mut headers = HeaderMap::new();
        profile.add_headers(&mut headers);
        profile.add_headers(&mut headers);
        assert_eq!(headers[PREFER], "return=minimal, odata.include-annotations=\"*\"");
        ServiceProfile::GRAPH.with_preferences("a\nb").add_headers(&mut HeaderMap::new());
        assert!(!headers.contains_key(header::ACCEPT));
    }
}
