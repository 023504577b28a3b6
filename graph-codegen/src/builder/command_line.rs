//! Changes that command-line arguments make to a builder.

use std::path::{Path, PathBuf};

use super::{Builder, Generated, Selected, files::Layout, input::Input, pipeline};
use crate::{
    Error,
    diagnostic::{Diagnostics, Sources},
    edm::Model,
    plan::{self, Package, lower_within},
    selection::{Selector, close, close_beside},
};

impl Builder {
    /// Whether selectors are set.
    pub(crate) fn has_selectors(&self) -> bool {
        !self.selectors.is_empty()
    }

    /// Replaces the metadata documents, unless `paths` is empty.
    pub(crate) fn replace_metadata(mut self, paths: &[PathBuf]) -> Self {
        if !paths.is_empty() {
            self.metadata = paths.iter().cloned().map(Input::Path).collect();
        }
        self
    }

    /// Replaces the metadata documents by one, or by the embedded metadata.
    pub(crate) fn replace_metadata_with(mut self, path: Option<PathBuf>) -> Self {
        self.metadata = path.into_iter().map(Input::Path).collect();
        self
    }

    /// Removes all selectors.
    pub(crate) fn without_selectors(mut self) -> Self {
        self.selectors.clear();
        self.selected = 0;
        self
    }

    /// Resolves the metadata and applies the selectors.
    pub(crate) fn selected(&self) -> Result<Selected, Error> {
        self.close(self.resolve()?)
    }

    /// Plans the code for selectors besides those of the settings; `None` if they have errors.
    pub(crate) fn plan_for(&self, model: &Model, selectors: &[String]) -> Option<Package> {
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let file = sources.add("calls", selectors.join("\n"));
        let selectors = Selector::parse_all(file, &sources, &mut diagnostics);
        if selectors.is_empty() {
            return None;
        }
        let extern_types = self.customizations.extern_types(model);
        let selection = close_beside(model, &selectors, &extern_types, &mut diagnostics);
        let Self { customizations, runtime, limits, .. } = self;
        let package = lower_within(model, &selection, customizations, runtime, limits.output, &mut diagnostics);
        (!diagnostics.has_errors()).then_some(package)
    }

    /// Plans the code for all of a model, whatever mistakes the parts have that nobody selects.
    pub(crate) fn plan_of_everything(&self, model: &Model) -> Package {
        let (mut sources, mut ignored) = (Sources::default(), Diagnostics::default());
        let text = if model.service().is_some() { "/**" } else { "**" };
        let file = sources.add("everything", text);
        let selectors = Selector::parse_all(file, &sources, &mut ignored);
        let selection = close(model, &selectors, &mut ignored);
        plan::lower_signatures(model, &selection, &self.customizations, &self.runtime, usize::MAX, &mut ignored)
    }

    /// The maximum size of a document, in bytes.
    pub(crate) fn size_limit(&self) -> usize {
        self.limits.size
    }

    /// Sets the maximum size of the generated code, in MiB.
    pub(crate) fn max_output(mut self, mib: Option<u16>) -> Self {
        if let Some(mib) = mib {
            self.limits.output = usize::from(mib) << 20;
        }
        self
    }

    /// Generates a file if `path` ends in `.rs`, otherwise a directory. Also returns the directory to write to.
    pub(crate) fn generate_at(mut self, path: &Path) -> Result<(Generated, PathBuf), Error> {
        let is_file = path.extension().is_some_and(|extension| extension == "rs");
        let directory = match path.file_name().and_then(|name| name.to_str()) {
            Some(name) if is_file => {
                self.layout = Layout::File(name.to_owned());
                self.is_module = true;
                path.parent().unwrap_or(Path::new("")).to_owned()
            }
            _ => {
                self.layout = Layout::Directory(String::new());
                path.to_owned()
            }
        };
        // Users may name any file of their own.
        Ok((pipeline::generate(&self)?, directory))
    }
}
