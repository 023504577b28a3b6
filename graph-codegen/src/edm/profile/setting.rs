use std::{error::Error, fmt, str::FromStr};

use super::{BatchFormat, BindSyntax, ConformanceLevel, Dialect, EnumSyntax, KeySyntax, OperationNames, Profile};

/// A part of a [`Profile`] that is set, whatever the metadata says.
///
/// The text form is that of the macro and the command line:
///
/// | text | |
/// |---|---|
/// | `dialect=4.0`, `4.01` or `graph` | the version of OData, or Graph |
/// | `keys=parentheses` or `segments` | `/Books(3)` or `/Books/3` |
/// | `operations=qualified` or `simple` | `/Books(3)/Book.Store.Discount` or `/Books(3)/Discount` |
/// | `enums=qualified` or `members` | `Book.Store.Genre'Fact'` or `'Fact'` |
/// | `batches=multipart`, `json` or `none` | the format of batches |
/// | `ieee754=true` or `false` | whether 64-bit and decimal numbers are requested as strings |
/// | `deletions=guarded` or `plain` | whether deletions send `If-Match: *` |
/// | `bind=annotation` or `id` | `"x@odata.bind": …` or `"x": {"@id": …}` in bodies |
/// | `batch-errors=continue` or `stop` | whether batches continue after an error |
/// | `body-references=true` or `false` | whether bodies in change sets refer to new entities |
/// | `set-references=true` or `false` | whether paths refer to new entities of other change sets |
/// | `async=true` or `false` | whether requests are executed in the background |
/// | `deep-inserts=true` or `false` | whether entities are created with related ones |
/// | `deep-updates=true` or `false` | whether entities are updated with related ones |
/// | `conformance=minimal`, `intermediate` or `advanced` | the level of conformance |
///
/// ```
/// use graph_codegen::edm::{Dialect, ProfileSetting};
///
/// assert_eq!("dialect=4.01".parse(), Ok(ProfileSetting::Dialect(Dialect::V4_01)));
/// assert_eq!(ProfileSetting::Dialect(Dialect::V4_01).to_string(), "dialect=4.01");
/// assert!("dialect=3.0".parse::<ProfileSetting>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProfileSetting {
    /// The version of OData, or Graph.
    Dialect(Dialect),
    /// How keys are written in paths.
    KeySyntax(KeySyntax),
    /// How bound operations of all namespaces are written in paths.
    OperationNames(OperationNames),
    /// How members of enumerations are written in URLs.
    EnumSyntax(EnumSyntax),
    /// How calls are sent together.
    BatchFormat(BatchFormat),
    /// Whether `Edm.Int64` and `Edm.Decimal` are requested as strings.
    Ieee754Compatible(bool),
    /// Whether deletions send `If-Match: *`.
    GuardedDeletions(bool),
    /// How bodies refer to existing entities.
    BindSyntax(BindSyntax),
    /// Whether batches can continue after an error.
    ContinueOnError(bool),
    /// Whether bodies in change sets can refer to new entities.
    ReferencesInBodies(bool),
    /// Whether paths can refer to new entities of other change sets, in JSON batches.
    ReferencesAcrossChangeSets(bool),
    /// Whether requests can be executed in the background.
    Asynchronous(bool),
    /// Whether related entities can be created with an entity.
    DeepInserts(bool),
    /// Whether related entities can be updated with an entity.
    DeepUpdates(bool),
    /// The level of conformance.
    Conformance(ConformanceLevel),
}

impl ProfileSetting {
    /// All settings with their texts.
    const TEXTS: [(&'static str, Self); 33] = [
        ("dialect=4.0", Self::Dialect(Dialect::V4_0)),
        ("dialect=4.01", Self::Dialect(Dialect::V4_01)),
        ("dialect=graph", Self::Dialect(Dialect::Graph)),
        ("keys=parentheses", Self::KeySyntax(KeySyntax::Parentheses)),
        ("keys=segments", Self::KeySyntax(KeySyntax::Segment)),
        ("operations=qualified", Self::OperationNames(OperationNames::Qualified)),
        ("operations=simple", Self::OperationNames(OperationNames::Simple)),
        ("enums=qualified", Self::EnumSyntax(EnumSyntax::Qualified)),
        ("enums=members", Self::EnumSyntax(EnumSyntax::Member)),
        ("batches=multipart", Self::BatchFormat(BatchFormat::Multipart)),
        ("batches=json", Self::BatchFormat(BatchFormat::Json)),
        ("batches=none", Self::BatchFormat(BatchFormat::None)),
        ("ieee754=true", Self::Ieee754Compatible(true)),
        ("ieee754=false", Self::Ieee754Compatible(false)),
        ("deletions=guarded", Self::GuardedDeletions(true)),
        ("deletions=plain", Self::GuardedDeletions(false)),
        ("bind=annotation", Self::BindSyntax(BindSyntax::Annotation)),
        ("bind=id", Self::BindSyntax(BindSyntax::Id)),
        ("batch-errors=continue", Self::ContinueOnError(true)),
        ("batch-errors=stop", Self::ContinueOnError(false)),
        ("body-references=true", Self::ReferencesInBodies(true)),
        ("body-references=false", Self::ReferencesInBodies(false)),
        ("set-references=true", Self::ReferencesAcrossChangeSets(true)),
        ("set-references=false", Self::ReferencesAcrossChangeSets(false)),
        ("async=true", Self::Asynchronous(true)),
        ("async=false", Self::Asynchronous(false)),
        ("deep-inserts=true", Self::DeepInserts(true)),
        ("deep-inserts=false", Self::DeepInserts(false)),
        ("deep-updates=true", Self::DeepUpdates(true)),
        ("deep-updates=false", Self::DeepUpdates(false)),
        ("conformance=minimal", Self::Conformance(ConformanceLevel::Minimal)),
        ("conformance=intermediate", Self::Conformance(ConformanceLevel::Intermediate)),
        ("conformance=advanced", Self::Conformance(ConformanceLevel::Advanced)),
    ];

    /// Returns the texts of all settings.
    pub fn texts() -> impl Iterator<Item = &'static str> {
        Self::TEXTS.into_iter().map(|(text, _)| text)
    }
}

impl fmt::Display for ProfileSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = Self::TEXTS.iter().find(|(_, setting)| setting == self);
        f.write_str(known.map_or("", |(text, _)| text))
    }
}

impl FromStr for ProfileSetting {
    type Err = UnknownProfileSetting;

    fn from_str(text: &str) -> Result<Self, UnknownProfileSetting> {
        let known = Self::TEXTS.iter().find(|(known, _)| *known == text);
        known.map(|(_, setting)| *setting).ok_or(UnknownProfileSetting)
    }
}

/// The error for a text that is not a [`ProfileSetting`]; it lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownProfileSetting;

impl fmt::Display for UnknownProfileSetting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<String> = ProfileSetting::texts().map(|text| format!("`{text}`")).collect();
        write!(f, "the settings of a profile are {}", texts.join(", "))
    }
}

impl Error for UnknownProfileSetting {}

impl Profile {
    /// Replaces a part.
    ///
    /// A dialect replaces the defaults of what was neither read nor set.
    pub(super) fn set(&mut self, setting: ProfileSetting) {
        match setting {
            ProfileSetting::Dialect(dialect) => self.dialect = dialect,
            ProfileSetting::KeySyntax(syntax) => self.key_syntax = Some(syntax),
            ProfileSetting::OperationNames(names) => self.operation_names = Some(names),
            ProfileSetting::EnumSyntax(syntax) => self.enum_syntax = Some(syntax),
            ProfileSetting::BatchFormat(format) => self.batch_format = Some(format),
            ProfileSetting::Ieee754Compatible(is_compatible) => self.is_ieee754_compatible = is_compatible,
            ProfileSetting::GuardedDeletions(are_guarded) => self.guards_deletions = are_guarded,
            ProfileSetting::BindSyntax(syntax) => self.bind_syntax = Some(syntax),
            ProfileSetting::ContinueOnError(is) => self.capabilities.continue_on_error = Some(is),
            ProfileSetting::ReferencesInBodies(are) => self.capabilities.references_in_bodies = Some(are),
            ProfileSetting::ReferencesAcrossChangeSets(are) => {
                self.capabilities.references_across_change_sets = Some(are);
            }
            ProfileSetting::Asynchronous(is) => self.capabilities.asynchronous = Some(is),
            ProfileSetting::DeepInserts(are) => self.capabilities.deep_inserts = Some(are),
            ProfileSetting::DeepUpdates(are) => self.capabilities.deep_updates = Some(are),
            ProfileSetting::Conformance(level) => self.capabilities.conformance = Some(level),
        }
    }
}

impl Profile {
    /// Forgets settings that say what the dialect says anyway.
    pub(super) fn forget_defaults(&mut self) {
        let dialect = self.dialect;
        self.key_syntax = self.key_syntax.filter(|syntax| *syntax != dialect.key_syntax());
        self.enum_syntax = self.enum_syntax.filter(|syntax| *syntax != dialect.enum_syntax());
        self.batch_format = self.batch_format.filter(|format| *format != dialect.batch_format());
        self.bind_syntax = self.bind_syntax.filter(|syntax| *syntax != dialect.bind_syntax());
    }
}

#[cfg(test)]
mod tests {
    use super::ProfileSetting;

    #[test]
    fn each_setting_is_written_as_it_is_read() {
        for (text, setting) in ProfileSetting::TEXTS {
            assert_eq!((text.parse(), setting.to_string()), (Ok(setting), text.to_owned()));
        }
        let error = "keys=paths".parse::<ProfileSetting>().unwrap_err();
        assert!(error.to_string().contains("`keys=segments`"));
    }
}
