use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Sources};

/// A document or list of selectors, as text or by path.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    Path(PathBuf),
    Text { name: String, text: String },
}

/// Loads the documents of a run: those that are set, then those that they reference.
#[derive(Debug, Default)]
pub(super) struct Loader {
    /// The base of relative paths; the current directory if it is not set. Diagnostics show paths as written.
    base: Option<PathBuf>,
    read: BTreeSet<PathBuf>,
    /// The files that were read, for cargo to watch.
    pub(super) paths: Vec<PathBuf>,
}

impl Loader {
    /// The maximum number of documents that are read, to limit chains of references.
    const MAX_DOCUMENTS: usize = 256;

    pub(super) fn new(base: Option<PathBuf>) -> Self {
        Self { base, ..Self::default() }
    }

    fn absolute(&self, path: &Path) -> PathBuf {
        self.base.as_ref().map_or_else(|| path.to_owned(), |base| base.join(path))
    }

    pub(super) fn load(
        &mut self,
        input: &Input,
        size: usize,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<FileId> {
        match input {
            Input::Text { name, text } => Some(sources.add(name, text)),
            // The document was read already: it is set twice, or set and also referenced.
            Input::Path(path) if self.read.contains(&canonical(&self.absolute(path))) => None,
            Input::Path(path) => match read_text(&self.absolute(path), size) {
                Ok(text) => {
                    self.read.insert(canonical(&self.absolute(path)));
                    self.paths.push(self.absolute(path));
                    Some(sources.add(path.display().to_string(), text))
                }
                Err(problem) => {
                    let message = format!("cannot read `{}`: {problem}", path.display());
                    let mut diagnostic = Diagnostic::error(Code::Io, message);
                    if !self.absolute(path).exists() {
                        let start = match (&self.base, std::env::current_dir()) {
                            (None, Ok(current)) => current.display().to_string(),
                            _ => "the base directory (for the macro, the directory of Cargo.toml)".to_owned(),
                        };
                        diagnostic = diagnostic.help(format!(
                            "relative paths start at {start}; to download a document, run `cargo xtask fetch`"
                        ));
                    }
                    diagnostics.push(diagnostic);
                    None
                }
            },
        }
    }

    /// Resolves a relative reference in a document to a file that exists and was not read yet.
    ///
    /// Absolute URIs are never fetched.
    pub(super) fn referenced(&self, from: &Path, uri: &str) -> Option<Input> {
        let relative = !uri.contains("://") && !uri.starts_with(['/', '\\']) && !uri.is_empty();
        if !relative || self.read.len() >= Self::MAX_DOCUMENTS {
            return None;
        }
        let path = from.parent().unwrap_or(Path::new("")).join(uri.split(['?', '#']).next().unwrap_or(uri));
        let file = self.absolute(&path);
        (file.is_file() && !self.read.contains(&canonical(&file))).then_some(Input::Path(path))
    }
}

fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn read_text(path: &Path, size: usize) -> Result<String, String> {
    let length = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if length > size as u64 {
        return Err(format!("it has {length} bytes; the limit is {size}"));
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    String::from_utf8(bytes)
        .map_err(|error| format!("it is not valid UTF-8 at byte {}", error.utf8_error().valid_up_to()))
}
