//! What a service supports besides the requests of its resources.

use super::ProfileSetting;
use crate::edm::{
    Annotation, EntityContainer, Expression, Record,
    vocabulary::{
        ASYNCHRONOUS_REQUESTS_SUPPORTED, BATCH_CONTINUE_ON_ERROR_SUPPORTED, BATCH_SUPPORT, CONFORMANCE_LEVEL,
        DEEP_INSERT_SUPPORT, DEEP_UPDATE_SUPPORT,
    },
};

/// What a service supports besides the requests of its resources; `None` if its metadata does not say.
///
/// The members of `Capabilities.BatchSupport` are false where its record omits them, which is their default value.
///
/// Source: the vocabulary `Org.OData.Capabilities.V1`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capabilities {
    /// The level of conformance (`ConformanceLevel`).
    pub conformance: Option<ConformanceLevel>,
    /// Whether requests can be executed in the background (`AsynchronousRequestsSupported`).
    pub asynchronous: Option<bool>,
    /// Whether related entities can be created with an entity (`DeepInsertSupport/Supported`).
    pub deep_inserts: Option<bool>,
    /// Whether related entities can be updated with an entity (`DeepUpdateSupport/Supported`).
    pub deep_updates: Option<bool>,
    /// Whether batches can continue after an error (`BatchSupport/ContinueOnErrorSupported`).
    pub continue_on_error: Option<bool>,
    /// Whether bodies in change sets can refer to new entities (`BatchSupport/ReferencesInRequestBodiesSupported`).
    pub references_in_bodies: Option<bool>,
    /// Whether paths can refer to entities of other change sets (`BatchSupport/ReferencesAcrossChangeSetsSupported`).
    pub references_across_change_sets: Option<bool>,
}

/// A level of conformance of a service.
///
/// Source: OData 4.01, part 1, section 12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ConformanceLevel {
    /// `Minimal`
    Minimal,
    /// `Intermediate`
    Intermediate,
    /// `Advanced`
    Advanced,
}

impl ConformanceLevel {
    /// Returns the name in lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Minimal => "minimal",
            Self::Intermediate => "intermediate",
            Self::Advanced => "advanced",
        }
    }
}

impl Capabilities {
    /// Reads the annotations of the containers of a service.
    pub(super) fn read(containers: &[&EntityContainer]) -> Self {
        let find = |term: &str| containers.iter().find_map(|container| Annotation::find(&container.annotations, term));
        let tag = |term: &str| containers.iter().find_map(|container| Annotation::tag(&container.annotations, term));
        let record = |term: &str| find(term).and_then(|annotation| annotation.value.as_ref()?.as_record());
        let support = record(BATCH_SUPPORT);
        let of_batches = |name: &str| support.map(|record| is_true(record, name));
        let level = find(CONFORMANCE_LEVEL).and_then(|annotation| annotation.value.as_ref()?.as_enum_member());
        Self {
            conformance: level.and_then(conformance_level),
            asynchronous: tag(ASYNCHRONOUS_REQUESTS_SUPPORTED),
            deep_inserts: record(DEEP_INSERT_SUPPORT).and_then(is_supported),
            deep_updates: record(DEEP_UPDATE_SUPPORT).and_then(is_supported),
            continue_on_error: of_batches("ContinueOnErrorSupported")
                .or_else(|| tag(BATCH_CONTINUE_ON_ERROR_SUPPORTED)),
            references_in_bodies: of_batches("ReferencesInRequestBodiesSupported"),
            references_across_change_sets: of_batches("ReferencesAcrossChangeSetsSupported"),
        }
    }

    /// Returns what is known, as settings.
    pub(super) fn settings(&self) -> impl Iterator<Item = ProfileSetting> {
        [
            self.continue_on_error.map(ProfileSetting::ContinueOnError),
            self.references_in_bodies.map(ProfileSetting::ReferencesInBodies),
            self.references_across_change_sets.map(ProfileSetting::ReferencesAcrossChangeSets),
            self.asynchronous.map(ProfileSetting::Asynchronous),
            self.deep_inserts.map(ProfileSetting::DeepInserts),
            self.deep_updates.map(ProfileSetting::DeepUpdates),
            self.conformance.map(ProfileSetting::Conformance),
        ]
        .into_iter()
        .flatten()
    }
}

fn is_true(record: &Record, name: &str) -> bool {
    record.get(name).and_then(Expression::as_bool) == Some(true)
}

/// Whether a record such as that of `DeepInsertSupport` says that the service supports something.
pub(crate) fn is_supported(record: &Record) -> Option<bool> {
    record.get("Supported")?.as_bool()
}

fn conformance_level(member: &str) -> Option<ConformanceLevel> {
    let name = member.rsplit('/').next()?;
    [ConformanceLevel::Minimal, ConformanceLevel::Intermediate, ConformanceLevel::Advanced]
        .into_iter()
        .find(|level| level.as_str().eq_ignore_ascii_case(name))
}
