//! Plans the profile that generated code gives to the client.

use crate::{
    edm::{BatchFormat, BindSyntax, Dialect, EnumSyntax, KeySyntax, Profile, ProfileSetting},
    plan::ServiceProfile,
};

/// The profile in terms of the runtime; `None` if it is that of every client, which is Graph's.
pub(super) fn service_profile(profile: &Profile) -> Option<ServiceProfile> {
    let base = match profile.dialect() {
        Dialect::Graph => "ServiceProfile::GRAPH",
        Dialect::V4_0 => "ServiceProfile::V4_0",
        Dialect::V4_01 => "ServiceProfile::V4_01",
    };
    let setters: Vec<_> = profile.deviations().filter_map(setter).collect();
    (profile.dialect() != Dialect::Graph || !setters.is_empty()).then_some(ServiceProfile { base, setters })
}

/// The setter of the runtime's profile; `None` for what is decided here, such as the names of operations.
fn setter(setting: ProfileSetting) -> Option<(&'static str, &'static str)> {
    Some(match setting {
        ProfileSetting::KeySyntax(KeySyntax::Segment) => (".with_key_syntax", "KeySyntax::Segment"),
        ProfileSetting::KeySyntax(KeySyntax::Parentheses) => (".with_key_syntax", "KeySyntax::Parentheses"),
        ProfileSetting::EnumSyntax(EnumSyntax::Member) => (".with_enum_syntax", "EnumSyntax::Member"),
        ProfileSetting::EnumSyntax(EnumSyntax::Qualified) => (".with_enum_syntax", "EnumSyntax::Qualified"),
        ProfileSetting::BatchFormat(BatchFormat::Json) => (".with_batch_format", "BatchFormat::Json"),
        ProfileSetting::BatchFormat(BatchFormat::Multipart) => (".with_batch_format", "BatchFormat::Multipart"),
        ProfileSetting::BatchFormat(BatchFormat::None) => (".with_batch_format", "BatchFormat::None"),
        ProfileSetting::Ieee754Compatible(true) => (".with_ieee754_compatible", "true"),
        ProfileSetting::Ieee754Compatible(false) => (".with_ieee754_compatible", "false"),
        ProfileSetting::GuardedDeletions(true) => (".with_guarded_deletions", "true"),
        ProfileSetting::GuardedDeletions(false) => (".with_guarded_deletions", "false"),
        ProfileSetting::BindSyntax(BindSyntax::Annotation) => (".with_bind_syntax", "BindSyntax::Annotation"),
        ProfileSetting::BindSyntax(BindSyntax::Id) => (".with_bind_syntax", "BindSyntax::Id"),
        ProfileSetting::ContinueOnError(false) => (".with_continue_on_error", "false"),
        ProfileSetting::ReferencesInBodies(false) => (".with_references_in_bodies", "false"),
        ProfileSetting::ReferencesAcrossChangeSets(false) => (".with_references_across_change_sets", "false"),
        // The runtime supports these unless it is told otherwise.
        ProfileSetting::ContinueOnError(true)
        | ProfileSetting::ReferencesInBodies(true)
        | ProfileSetting::ReferencesAcrossChangeSets(true)
        // These are documented.
        | ProfileSetting::Asynchronous(_)
        | ProfileSetting::DeepInserts(_)
        | ProfileSetting::DeepUpdates(_)
        | ProfileSetting::Conformance(_)
        | ProfileSetting::Dialect(_)
        | ProfileSetting::OperationNames(_) => return None,
    })
}

/// The sentences about the profile in the documentation of the service.
pub(super) fn profile_docs(profile: &Profile) -> Option<String> {
    let version = match profile.dialect() {
        Dialect::Graph => return None,
        Dialect::V4_0 => "4.0",
        Dialect::V4_01 => "4.01",
    };
    let keys = match profile.key_syntax() {
        KeySyntax::Segment => "as segments of paths",
        KeySyntax::Parentheses => "in parentheses",
    };
    let batches = match profile.batch_format() {
        BatchFormat::Json => "JSON batches",
        BatchFormat::Multipart => "multipart batches",
        BatchFormat::None => "no batches",
    };
    let mut docs = format!(
        "Requests are those of OData {version}, with keys {keys} and {batches}, unless the client has a profile of its \
         own."
    );
    let capabilities = profile.capabilities();
    if let Some(level) = capabilities.conformance {
        docs.push_str(&format!(" The service declares the {} conformance level.", level.as_str()));
    }
    for (supported, what) in [
        (capabilities.asynchronous, "execute requests in the background (`respond-async`)"),
        (capabilities.deep_inserts, "create related entities with an entity"),
        (capabilities.deep_updates, "update related entities with an entity"),
    ] {
        if supported == Some(false) {
            docs.push_str(&format!(" According to its metadata, it does not {what}."));
        }
    }
    Some(docs)
}
