use std::{path::PathBuf, str::FromStr};

use clap::Args;

use crate::{Builder, cli::invocation::path_texts};

/// Types and request builders of other crates, and annotations.
#[derive(Debug, Args)]
pub(in crate::cli) struct Crates {
    /// Documents whose annotations replace those of the metadata
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(in crate::cli) annotations: Vec<PathBuf>,
    /// Types that another crate has, as `S.City=::common::City`
    #[arg(long, value_name = "TYPE=PATH", num_args = 1..)]
    pub(in crate::cli) extern_type: Vec<NamedPath>,
    /// Namespaces whose types another crate has, as `S=::common`
    #[arg(long, value_name = "NAMESPACE=PATH", num_args = 1..)]
    pub(in crate::cli) extern_namespace: Vec<NamedPath>,
    /// Types whose request builders another crate has, as `S.Trip=::trips`
    #[arg(long, value_name = "PATTERN=PATH", num_args = 1..)]
    pub(in crate::cli) extern_builders: Vec<NamedPath>,
    /// Generate what other crates need to use the types and request builders
    #[arg(long)]
    pub(in crate::cli) export: bool,
    /// Generate types without requests
    #[arg(long)]
    pub(in crate::cli) types_only: bool,
}

/// A name of the metadata, and the path of its code.
#[derive(Clone, Debug)]
pub(in crate::cli) struct NamedPath {
    name: String,
    path: String,
}

impl NamedPath {
    fn text(&self) -> String {
        format!("{}={}", self.name, self.path)
    }
}

impl FromStr for NamedPath {
    type Err = &'static str;

    fn from_str(value: &str) -> Result<Self, Self::Err> {
        match value.split_once('=').filter(|(name, path)| !name.is_empty() && !path.is_empty()) {
            Some((name, path)) => Ok(Self { name: name.to_owned(), path: path.to_owned() }),
            None => Err("expected `NAME=PATH`, as in `S.City=::common::City`"),
        }
    }
}

impl Crates {
    /// The options with values, for a command line.
    pub(in crate::cli) fn options(&self) -> [(&'static str, Vec<String>); 4] {
        let texts = |list: &[NamedPath]| list.iter().map(NamedPath::text).collect();
        [
            ("--annotations", path_texts(&self.annotations)),
            ("--extern-type", texts(&self.extern_type)),
            ("--extern-namespace", texts(&self.extern_namespace)),
            ("--extern-builders", texts(&self.extern_builders)),
        ]
    }

    pub(in crate::cli) fn apply(&self, settings: Builder) -> Builder {
        let add = |settings, list: &[NamedPath], add: fn(Builder, String, String) -> Builder| {
            list.iter().fold(settings, |settings, found| add(settings, found.name.clone(), found.path.clone()))
        };
        let settings = self.annotations.iter().fold(settings, Builder::annotations);
        let settings = add(settings, &self.extern_type, Builder::extern_type);
        let settings = add(settings, &self.extern_namespace, Builder::extern_namespace);
        let settings = add(settings, &self.extern_builders, Builder::extern_builders);
        let settings = if self.export { settings.export() } else { settings };
        if self.types_only { settings.types_only() } else { settings }
    }
}
