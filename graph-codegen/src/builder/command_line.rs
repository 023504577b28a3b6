//! What the command line changes of settings that a program has made.

use std::path::{Path, PathBuf};

use super::{Builder, Generated, Selected, input::Input, settings::Layout};
use crate::Error;

impl Builder {
    /// Whether metadata was given, so that the embedded slice is not used.
    pub(crate) fn has_metadata(&self) -> bool {
        !self.metadata.is_empty()
    }

    /// Whether selectors were given.
    pub(crate) fn has_selectors(&self) -> bool {
        !self.selectors.is_empty()
    }

    /// Uses these documents, if there are any, instead of those given before.
    pub(crate) fn replace_metadata(mut self, paths: &[PathBuf]) -> Self {
        if !paths.is_empty() {
            self.metadata = paths.iter().cloned().map(Input::Path).collect();
        }
        self
    }

    /// Forgets the selectors given before.
    pub(crate) fn without_selectors(mut self) -> Self {
        self.selectors.clear();
        self
    }

    /// Resolves the metadata and closes over the selectors.
    pub(crate) fn selected(&self) -> Result<Selected, Error> {
        self.resolve()?.close(&self.selectors, self.limits)
    }

    /// The largest document that is read, in bytes.
    pub(crate) fn size_limit(&self) -> usize {
        self.limits.size
    }

    /// Generates for a file or, where `path` does not end in `.rs`, for a directory, and says where that is.
    pub(crate) fn generate_at(mut self, path: &Path) -> Result<(Generated, PathBuf), Error> {
        let is_file = path.extension().is_some_and(|extension| extension == "rs");
        let directory = match path.file_name().and_then(|name| name.to_str()) {
            Some(name) if is_file => {
                self.layout = Layout::File(name.to_owned());
                path.parent().unwrap_or(Path::new("")).to_owned()
            }
            _ => {
                self.layout = Layout::Directory(String::new());
                path.to_owned()
            }
        };
        Ok((self.generate()?, directory))
    }
}
