use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use super::document_text;
use crate::{
    csdl,
    diagnostic::{Code, Diagnostic, Diagnostics, FileId, Sources},
};

/// A document or list of selectors, as text or by path.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    Path(PathBuf),
    /// A document of the embedded metadata.
    Embedded(&'static graph_metadata::Document),
    Text {
        name: String,
        text: String,
    },
    /// A document that another one references.
    Referenced(Referenced),
}

/// A file that a document references by a relative path.
#[derive(Clone, Debug)]
pub(crate) struct Referenced {
    /// The path from the given document, for diagnostics.
    path: PathBuf,
    /// The file, without symbolic links.
    file: PathBuf,
    /// The document with the reference.
    by: PathBuf,
    /// The directory of the given document, without symbolic links.
    root: PathBuf,
}

/// Loads the documents of a run: those that are set, then those that they reference.
#[derive(Debug, Default)]
pub(super) struct Loader {
    /// The base of relative paths; the current directory if it is not set. Diagnostics show paths as written.
    base: Option<PathBuf>,
    /// Directories, without symbolic links, whose files may be referenced from anywhere.
    reference_dirs: Vec<PathBuf>,
    read: BTreeSet<PathBuf>,
    /// The files that were read, for cargo to watch.
    pub(super) paths: Vec<PathBuf>,
    /// The number of documents that were read because another one references them.
    referenced: usize,
}

impl Loader {
    /// The maximum number of referenced documents that are read.
    const MAX_REFERENCED: usize = 256;

    pub(super) fn new(base: Option<PathBuf>, reference_dirs: &[PathBuf]) -> Self {
        let mut loader = Self { base, ..Self::default() };
        // A directory that does not exist contains no documents.
        let dirs = reference_dirs.iter().filter_map(|dir| loader.absolute(dir).canonicalize().ok()).collect();
        loader.reference_dirs = dirs;
        loader
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
            Input::Embedded(document) => Some(sources.add_embedded(document.name, document.text)),
            // The document was read already: it is set twice, or set and also referenced.
            Input::Path(path) if self.read.contains(&canonical(&self.absolute(path))) => None,
            Input::Path(path) => match document_text::read(&self.absolute(path), size) {
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
                            "relative paths start at {start}; to download a document, run `cargo graph fetch`"
                        ));
                    }
                    diagnostics.push(diagnostic);
                    None
                }
            },
            Input::Referenced(referenced) => self.load_referenced(referenced, size, sources, diagnostics),
        }
    }

    fn load_referenced(
        &mut self,
        referenced: &Referenced,
        size: usize,
        sources: &mut Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<FileId> {
        if self.read.contains(&referenced.file) {
            return None;
        }
        let (path, by) = (referenced.path.display(), referenced.by.display());
        if self.referenced == Self::MAX_REFERENCED {
            let message = format!("more than {} documents are referenced", Self::MAX_REFERENCED);
            let help = "give the documents that are needed with `.metadata(…)`, and remove their references to others";
            diagnostics.push(Diagnostic::error(Code::Limit, message).help(help));
        }
        self.referenced += 1;
        if self.referenced > Self::MAX_REFERENCED {
            return None;
        }
        self.read.insert(referenced.file.clone());
        let text = match document_text::read(&referenced.file, size) {
            Ok(text) => text,
            Err(problem) => {
                let message = format!("cannot read `{path}`, which `{by}` references: {problem}");
                diagnostics.push(Diagnostic::error(Code::Io, message));
                return None;
            }
        };
        // A diagnostic with an excerpt would show the content of a file that nobody gave as metadata.
        if !csdl::is_csdl(&text) {
            let message = format!("`{path}`, which `{by}` references, is not a CSDL document");
            let help = "correct the `Uri` of the reference, or remove the reference";
            diagnostics.push(Diagnostic::error(Code::NotCsdl, message).help(help));
            return None;
        }
        self.paths.push(self.absolute(&referenced.path));
        Some(sources.add(path.to_string(), text))
    }

    /// Resolves a relative reference in a document to a file that exists and was not read yet.
    ///
    /// Absolute URIs are never fetched. The file must be below the directory of the given document that leads to it, or
    /// below another directory that settings allow, so that a document cannot name any file of the machine.
    pub(super) fn referenced(&self, from: &Input, uri: &str, diagnostics: &mut Diagnostics) -> Option<Input> {
        let is_relative = !uri.contains("://") && !uri.starts_with(['/', '\\']) && !uri.is_empty();
        let (document, root) = match from {
            _ if !is_relative => return None,
            Input::Text { .. } | Input::Embedded(_) => return None,
            Input::Path(path) => (path, canonical(&self.directory(path))),
            Input::Referenced(referenced) => (&referenced.path, referenced.root.clone()),
        };
        let relative = uri.split(['?', '#']).next().unwrap_or(uri);
        let path = document.parent().unwrap_or(Path::new("")).join(relative);
        let file = self.absolute(&path).canonicalize().ok()?;
        if self.read.contains(&file) {
            return None;
        }
        let by = document.clone();
        let refused =
            |why: &str| Diagnostic::warning(Code::Io, format!("`{}` references `{uri}`, {why}", by.display()));
        if !self.reference_dirs.iter().chain([&root]).any(|directory| file.starts_with(directory)) {
            let help = "if the document may read it, allow its directory with `.reference_dir(…)`";
            let why = "which is not below the directory of the document and is not read";
            diagnostics.push(refused(why).help(help));
            return None;
        }
        // Reading a pipe or a device may never end.
        if !fs::metadata(&file).is_ok_and(|metadata| metadata.is_file()) {
            diagnostics.push(refused("which is not a regular file and is not read"));
            return None;
        }
        Some(Input::Referenced(Referenced { path, file, by, root }))
    }

    /// The directory of a file, to which its references are relative.
    fn directory(&self, path: &Path) -> PathBuf {
        match self.absolute(path).parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        }
    }
}

fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_: io::Error| path.to_owned())
}
