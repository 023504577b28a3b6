use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, FileId, Sources};

/// A text that is given, or the path to one.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    Path(PathBuf),
    Text { name: String, text: String },
}

/// The metadata documents of a run: those given, then those they reference.
#[derive(Debug, Default)]
pub(super) struct Loader {
    /// Where relative paths start; the current directory if not set. Diagnostics show paths as they were given.
    base: Option<PathBuf>,
    read: BTreeSet<PathBuf>,
    /// Every file that was read, for cargo to watch.
    pub(super) paths: Vec<PathBuf>,
}

impl Loader {
    /// Documents that reference each other without end stop here.
    const MOST_REFERENCED: usize = 256;

    pub(super) fn new(base: Option<PathBuf>) -> Self {
        Self { base, ..Self::default() }
    }

    fn actual(&self, path: &Path) -> PathBuf {
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
            // A document may be given, and referenced by another one as well.
            Input::Path(path) if self.read.contains(&canonical(&self.actual(path))) => None,
            Input::Path(path) => match text_of(&self.actual(path), size) {
                Ok(text) => {
                    self.read.insert(canonical(&self.actual(path)));
                    self.paths.push(self.actual(path));
                    Some(sources.add(path.display().to_string(), text))
                }
                Err(problem) => {
                    let message = format!("cannot read `{}`: {problem}", path.display());
                    let mut diagnostic = Diagnostic::error(Code::Io, message);
                    if !self.actual(path).exists() {
                        let start = match (&self.base, std::env::current_dir()) {
                            (None, Ok(current)) => current.display().to_string(),
                            _ => "the base directory, which for the macro is the directory of Cargo.toml".to_owned(),
                        };
                        diagnostic = diagnostic
                            .help(format!("relative paths start at {start}; `cargo xtask fetch` downloads a document"));
                    }
                    diagnostics.push(diagnostic);
                    None
                }
            },
        }
    }

    /// The file that a relative reference of a document means, if it exists and was not read yet. Absolute addresses
    /// are never fetched.
    pub(super) fn referenced(&self, from: &Path, uri: &str) -> Option<Input> {
        let relative = !uri.contains("://") && !uri.starts_with(['/', '\\']) && !uri.is_empty();
        if !relative || self.read.len() >= Self::MOST_REFERENCED {
            return None;
        }
        let path = from.parent().unwrap_or(Path::new("")).join(uri.split(['?', '#']).next().unwrap_or(uri));
        let actual = self.actual(&path);
        (actual.is_file() && !self.read.contains(&canonical(&actual))).then_some(Input::Path(path))
    }
}

fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn text_of(path: &Path, size: usize) -> Result<String, String> {
    let length = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if length > size as u64 {
        return Err(format!("it has {length} bytes; the limit is {size}"));
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    String::from_utf8(bytes)
        .map_err(|error| format!("it is not UTF-8: byte {} is invalid", error.utf8_error().valid_up_to()))
}
