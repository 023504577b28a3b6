use std::{path::PathBuf, str::FromStr};

use clap::{Args, ValueEnum};

use super::values;
use crate::{Builder, cli::invocation::path_texts, edm::ProfileSetting};

/// Metadata and selectors. Each option takes several values and can be repeated.
#[derive(Debug, Args)]
pub(in crate::cli) struct Input {
    /// CSDL or OpenAPI documents that form one model [default: the embedded metadata of Graph v1.0]
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(in crate::cli) metadata: Vec<PathBuf>,
    /// The version of Graph that the metadata is of and the generated code calls [default: v1.0, or any]
    #[arg(long, value_enum)]
    pub(in crate::cli) version: Option<Version>,
    /// How the service speaks OData, if its metadata does not say so
    #[arg(long, value_name = "SETTING", value_parser = values::profile(), num_args = 1..)]
    pub(in crate::cli) profile: Vec<ProfileSetting>,
    /// Documents of other versions, in which names that are not found are looked up, as `beta=FILE`
    #[arg(long, value_name = "VERSION=FILE", num_args = 1..)]
    pub(in crate::cli) search_metadata: Vec<Searched>,
    /// Directories whose documents may be referenced, besides those below the directory of a document
    #[arg(long, value_name = "DIR", num_args = 1..)]
    pub(in crate::cli) reference_dir: Vec<PathBuf>,
    /// Selectors
    #[arg(long, value_name = "SELECTOR", num_args = 1..)]
    pub(in crate::cli) select: Vec<String>,
    /// Files of selectors, one per line; lines that begin with # are comments
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(in crate::cli) select_file: Vec<PathBuf>,
}

/// Metadata and selectors for commands with a positional argument, which an option with several values would consume.
#[derive(Debug, Args)]
pub(in crate::cli) struct SingleInput {
    /// A CSDL or OpenAPI document; can be repeated [default: the embedded metadata of Graph v1.0]
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) metadata: Vec<PathBuf>,
    /// The version of Graph that the metadata is of and the generated code calls [default: v1.0, or any]
    #[arg(long, value_enum)]
    pub(in crate::cli) version: Option<Version>,
    /// A document of another version, in which names that are not found are looked up, as `beta=FILE`; can be repeated
    #[arg(long, value_name = "VERSION=FILE")]
    pub(in crate::cli) search_metadata: Vec<Searched>,
    #[command(flatten)]
    pub(in crate::cli) selectors: Selectors,
}

/// References and selectors for commands with a positional argument.
#[derive(Debug, Args)]
pub(in crate::cli) struct Selectors {
    /// How the service speaks OData, if its metadata does not say so; can be repeated
    #[arg(long, value_name = "SETTING", value_parser = values::profile())]
    pub(in crate::cli) profile: Vec<ProfileSetting>,
    /// A directory whose documents may be referenced, besides the directory of a document; can be repeated
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) reference_dir: Vec<PathBuf>,
    /// A selector; can be repeated [default: nothing; for `resolve` those of the calls, for `diff` everything]
    #[arg(long, value_name = "SELECTOR")]
    pub(in crate::cli) select: Vec<String>,
    /// A file of selectors, one per line; can be repeated
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) select_file: Vec<PathBuf>,
}

/// A version of Graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Version {
    /// Stable
    #[value(name = "v1.0")]
    V1,
    /// Preview; may change without notice
    Beta,
}

impl Version {
    /// The name on the command line.
    pub(in crate::cli) fn name(self) -> String {
        crate::Version::from(self).to_string()
    }
}

impl From<Version> for crate::Version {
    fn from(version: Version) -> Self {
        match version {
            Version::V1 => Self::V1_0,
            Version::Beta => Self::Beta,
        }
    }
}

/// A document of another version.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Searched {
    version: crate::Version,
    pub(in crate::cli) path: PathBuf,
}

impl Searched {
    /// The value on the command line.
    pub(in crate::cli) fn text(&self) -> String {
        let path = path_texts(std::slice::from_ref(&self.path));
        format!("{}={}", self.version, path.concat())
    }

    fn apply(all: &[Self], settings: Builder) -> Builder {
        all.iter().fold(settings, |settings, searched| settings.search_metadata(searched.version, &searched.path))
    }
}

impl FromStr for Searched {
    type Err = &'static str;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        let found = value.split_once('=').and_then(|(name, path)| Some((crate::Version::from_name(name)?, path)));
        match found.filter(|(_, path)| !path.is_empty()) {
            Some((version, path)) => Ok(Self { version, path: path.into() }),
            None => Err("expected `v1.0=FILE` or `beta=FILE`"),
        }
    }
}

/// The options for metadata and selectors of either form.
struct Options<'a> {
    metadata: &'a [PathBuf],
    version: Option<Version>,
    profile: &'a [ProfileSetting],
    reference_dirs: &'a [PathBuf],
    selectors: &'a [String],
    selector_files: &'a [PathBuf],
}

impl Options<'_> {
    /// Replaces settings by those of the command line.
    fn apply(&self, settings: Builder) -> Builder {
        let mut settings = settings.replace_metadata(self.metadata);
        if let Some(version) = self.version {
            settings = settings.version(version.into());
        }
        settings = self.profile.iter().copied().fold(settings, Builder::profile);
        settings = self.reference_dirs.iter().fold(settings, Builder::reference_dir);
        if !self.selectors.is_empty() || !self.selector_files.is_empty() {
            settings = settings.without_selectors();
        }
        settings = self.selectors.iter().fold(settings, Builder::select);
        self.selector_files.iter().fold(settings, Builder::select_file)
    }
}

impl Input {
    pub(in crate::cli) fn apply(&self, settings: Builder) -> Builder {
        let Self { metadata, version, profile, search_metadata, reference_dir, select, select_file } = self;
        let settings = Searched::apply(search_metadata, settings);
        let options = Options {
            metadata,
            version: *version,
            profile,
            reference_dirs: reference_dir,
            selectors: select,
            selector_files: select_file,
        };
        options.apply(settings)
    }
}

impl SingleInput {
    pub(in crate::cli) fn apply(&self, settings: Builder) -> Builder {
        let settings = Searched::apply(&self.search_metadata, settings);
        self.selectors.apply(&self.metadata, self.version, settings)
    }
}

impl Selectors {
    pub(super) fn apply(&self, metadata: &[PathBuf], version: Option<Version>, settings: Builder) -> Builder {
        let Self { profile, reference_dir: reference_dirs, select: selectors, select_file: selector_files } = self;
        Options { metadata, version, profile, reference_dirs, selectors, selector_files }.apply(settings)
    }
}
