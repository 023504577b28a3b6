//! How a service speaks OData, as far as requests depend on it.

mod capabilities;
mod reader;
mod setting;

pub(crate) use capabilities::is_supported;
pub use capabilities::{Capabilities, ConformanceLevel};
pub use setting::{ProfileSetting, UnknownProfileSetting};

use super::{Annotation, Include, Model, vocabulary::DEFAULT_NAMESPACE};

/// The namespace of the container of Microsoft Graph.
pub(crate) const MICROSOFT_GRAPH: &str = "microsoft.graph";

/// How a service speaks OData: its version, the syntax of its URLs, and its batches.
///
/// It is read from the metadata, and settings take precedence
/// ([`Builder::profile`](crate::Builder::profile)). Generated code gives it to the client as the runtime's
/// `ServiceProfile`. The service is Graph if the namespace of its container is `microsoft.graph`; otherwise:
///
/// | | read from | otherwise |
/// |---|---|---|
/// | version | `Core.ODataVersions`, then the `Version` of the document with the container | 4.0 |
/// | keys | `Capabilities.KeyAsSegmentSupported` | parentheses |
/// | operations in URLs | `Core.DefaultNamespace` of schemas and includes | qualified names |
/// | enumeration members in URLs | | with their type |
/// | properties of derived types in queries | | with their type |
/// | references in bodies | | those of the version |
/// | batches | `Capabilities.BatchSupport`, `Capabilities.BatchSupported` | those of the version |
/// | `IEEE754Compatible=true` | `Capabilities.SupportedFormats` | not requested |
/// | `If-Match: *` of deletions | `Core.OptimisticConcurrency`, `OptimisticConcurrencyControl` | not sent |
/// | [`Capabilities`] | `Capabilities.BatchSupport`, `DeepInsertSupport`, … | taken as supported |
///
/// ```
/// use graph_codegen::edm::{Dialect, KeySyntax, ProfileSetting};
///
/// # fn main() -> Result<(), graph_codegen::Error> {
/// # let text = r#"<edmx:Edmx Version="4.01" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
/// #   <Schema Namespace="shop" xmlns="http://docs.oasis-open.org/odata/ns/edm"><EntityContainer Name="Shop"/></Schema>
/// # </edmx:DataServices></edmx:Edmx>"#;
/// let builder = graph_codegen::Builder::new().metadata_text("shop.csdl", text);
/// let model = builder.clone().resolve()?.model;
/// assert_eq!((model.profile().dialect(), model.profile().key_syntax()), (Dialect::V4_01, KeySyntax::Parentheses));
///
/// let model = builder.profile(ProfileSetting::KeySyntax(KeySyntax::Segment)).resolve()?.model;
/// assert_eq!(model.profile().key_syntax(), KeySyntax::Segment);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    dialect: Dialect,
    key_syntax: Option<KeySyntax>,
    operation_names: Option<OperationNames>,
    enum_syntax: Option<EnumSyntax>,
    batch_format: Option<BatchFormat>,
    is_ieee754_compatible: bool,
    guards_deletions: bool,
    capabilities: Capabilities,
    bind_syntax: Option<BindSyntax>,
    /// Namespaces whose operations have simple names in URLs, sorted.
    default_namespaces: Vec<String>,
}

/// The version of OData that a service speaks, or that of Graph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// Microsoft Graph: keys are segments, and names in URLs are short.
    #[default]
    Graph,
    /// OData 4.0.
    V4_0,
    /// OData 4.01.
    V4_01,
}

/// How keys are written in paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeySyntax {
    /// `/users/adele`
    Segment,
    /// `/users('adele')`
    Parentheses,
}

/// How operations that are bound to a resource are written in paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OperationNames {
    /// `/Books(3)/Book.Store.Discount`
    Qualified,
    /// `/Books(3)/Discount`
    Simple,
}

/// How members of enumerations are written in URLs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EnumSyntax {
    /// `Book.Store.Genre'Fact'`
    Qualified,
    /// `'Fact'`
    Member,
}

/// How bodies refer to existing entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BindSyntax {
    /// `"manager@odata.bind": "…"`, the form of 4.0
    Annotation,
    /// `"manager": {"@id": "…"}`, the form of 4.01
    Id,
}

/// How calls are sent together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BatchFormat {
    /// One request with JSON.
    Json,
    /// One request with `multipart/mixed`.
    Multipart,
    /// Requests one after another, for a service without batches.
    None,
}

impl Dialect {
    /// Returns how keys are written unless something else is said.
    const fn key_syntax(self) -> KeySyntax {
        match self {
            Self::Graph => KeySyntax::Segment,
            Self::V4_0 | Self::V4_01 => KeySyntax::Parentheses,
        }
    }

    const fn enum_syntax(self) -> EnumSyntax {
        match self {
            Self::Graph => EnumSyntax::Member,
            Self::V4_0 | Self::V4_01 => EnumSyntax::Qualified,
        }
    }

    const fn bind_syntax(self) -> BindSyntax {
        match self {
            Self::Graph | Self::V4_0 => BindSyntax::Annotation,
            Self::V4_01 => BindSyntax::Id,
        }
    }

    const fn batch_format(self) -> BatchFormat {
        match self {
            Self::V4_0 => BatchFormat::Multipart,
            Self::Graph | Self::V4_01 => BatchFormat::Json,
        }
    }
}

impl Default for Profile {
    fn default() -> Self {
        Self::new(Dialect::Graph)
    }
}

impl Profile {
    const fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            key_syntax: None,
            operation_names: None,
            enum_syntax: None,
            batch_format: None,
            is_ieee754_compatible: false,
            guards_deletions: false,
            capabilities: Capabilities {
                conformance: None,
                asynchronous: None,
                deep_inserts: None,
                deep_updates: None,
                continue_on_error: None,
                references_in_bodies: None,
                references_across_change_sets: None,
            },
            bind_syntax: None,
            default_namespaces: Vec::new(),
        }
    }

    /// Returns the version of OData, or Graph.
    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Returns how keys are written in paths. Composite keys are always in parentheses.
    #[must_use]
    pub fn key_syntax(&self) -> KeySyntax {
        self.key_syntax.unwrap_or(self.dialect.key_syntax())
    }

    /// Returns how members of enumerations are written in URLs.
    #[must_use]
    pub fn enum_syntax(&self) -> EnumSyntax {
        self.enum_syntax.unwrap_or(self.dialect.enum_syntax())
    }

    /// Returns how calls are sent together.
    #[must_use]
    pub fn batch_format(&self) -> BatchFormat {
        self.batch_format.unwrap_or(self.dialect.batch_format())
    }

    /// Returns whether `Edm.Int64` and `Edm.Decimal` are requested as strings, which keep all their digits.
    #[must_use]
    pub const fn is_ieee754_compatible(&self) -> bool {
        self.is_ieee754_compatible
    }

    /// Returns whether deletions send `If-Match: *`, because the service requires ETags.
    #[must_use]
    pub const fn guards_deletions(&self) -> bool {
        self.guards_deletions
    }

    /// Returns how bodies refer to existing entities.
    #[must_use]
    pub fn bind_syntax(&self) -> BindSyntax {
        self.bind_syntax.unwrap_or(self.dialect.bind_syntax())
    }

    /// Returns what the service supports besides the requests of its resources.
    #[must_use]
    pub const fn capabilities(&self) -> Capabilities {
        self.capabilities
    }

    /// Returns all settings, except those of the names of operations and of what the metadata does not say.
    #[cfg(feature = "tools")]
    pub(crate) fn settings(&self) -> Vec<ProfileSetting> {
        let mut settings = vec![
            ProfileSetting::Dialect(self.dialect),
            ProfileSetting::KeySyntax(self.key_syntax()),
            ProfileSetting::EnumSyntax(self.enum_syntax()),
            ProfileSetting::BatchFormat(self.batch_format()),
            ProfileSetting::Ieee754Compatible(self.is_ieee754_compatible),
            ProfileSetting::GuardedDeletions(self.guards_deletions),
            ProfileSetting::BindSyntax(self.bind_syntax()),
        ];
        settings.extend(self.capabilities.settings());
        settings
    }

    /// Returns how operations in a namespace are written in paths, where `own` is the namespace of the container.
    #[must_use]
    pub fn operation_names(&self, namespace: &str, own: Option<&str>) -> OperationNames {
        let is_default = match (self.operation_names, self.dialect) {
            (Some(names), _) => return names,
            (None, Dialect::Graph) => own == Some(namespace),
            (None, _) => self.default_namespaces.binary_search_by(|known| known.as_str().cmp(namespace)).is_ok(),
        };
        if is_default { OperationNames::Simple } else { OperationNames::Qualified }
    }

    /// Returns the texts of all settings.
    #[cfg(feature = "tools")]
    pub(crate) fn texts(&self) -> Vec<String> {
        let names = self.operation_names.map(ProfileSetting::OperationNames);
        self.settings().into_iter().chain(names).map(|setting| setting.to_string()).collect()
    }

    /// Whether the profile is another one than that of a document of this version without annotations.
    #[cfg(feature = "tools")]
    pub(crate) fn is_explicit(&self, model: &Model, version: Option<&str>) -> bool {
        let dialect = if model.is_microsoft_graph() { Dialect::Graph } else { Dialect::of_versions(version) };
        let plain = Self { default_namespaces: self.default_namespaces.clone(), ..Self::new(dialect) };
        *self != plain
    }

    /// Returns the settings that differ from those of the dialect, and what is known of capabilities.
    pub(crate) fn deviations(&self) -> impl Iterator<Item = ProfileSetting> {
        let dialect = self.dialect;
        let keys = self.key_syntax.filter(|syntax| *syntax != dialect.key_syntax());
        let enums = self.enum_syntax.filter(|syntax| *syntax != dialect.enum_syntax());
        let batches = self.batch_format.filter(|format| *format != dialect.batch_format());
        let exact = self.is_ieee754_compatible.then_some(ProfileSetting::Ieee754Compatible(true));
        let binds = self.bind_syntax.filter(|syntax| *syntax != dialect.bind_syntax());
        let guarded = self.guards_deletions.then_some(ProfileSetting::GuardedDeletions(true));
        keys.map(ProfileSetting::KeySyntax)
            .into_iter()
            .chain(enums.map(ProfileSetting::EnumSyntax))
            .chain(batches.map(ProfileSetting::BatchFormat))
            .chain(exact)
            .chain(guarded)
            .chain(binds.map(ProfileSetting::BindSyntax))
            .chain(self.capabilities.settings())
    }
}

/// Whether an include or schema is a default namespace.
fn is_default_namespace(annotations: &[Annotation]) -> bool {
    Annotation::tag(annotations, DEFAULT_NAMESPACE) == Some(true)
}

impl Model {
    /// Returns how the service speaks OData.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Whether the service is Microsoft Graph.
    pub(crate) fn is_microsoft_graph(&self) -> bool {
        self.service().is_some_and(|service| service.container().name.namespace() == MICROSOFT_GRAPH)
    }

    /// Replaces parts of the profile by settings.
    pub(crate) fn adjust_profile(&mut self, settings: &[ProfileSetting]) {
        settings.iter().for_each(|setting| self.profile.set(*setting));
    }

    /// The namespaces that annotations of schemas and includes call default ones, sorted.
    fn default_namespaces(&self) -> Vec<String> {
        let schemas = self.schemas.iter().filter(|schema| is_default_namespace(&schema.annotations));
        let includes = self.references.iter().flat_map(|reference| &reference.includes);
        let includes = includes.filter(|include: &&Include| is_default_namespace(&include.annotations));
        let names = schemas.map(|schema| &schema.namespace).chain(includes.map(|include| &include.namespace));
        let mut names: Vec<String> = names.cloned().collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
