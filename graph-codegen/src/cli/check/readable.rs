//! Which files the command in a header may read.

use std::path::{Path, PathBuf};

use super::canonical;
use crate::cli::arguments::Generate;

/// The files and directories that commands in headers may name.
///
/// A header is text of the repository, perhaps of a contribution that nobody has read yet, and what a file contains may
/// appear in a diagnostic. So a command reads below the current directory and the paths that the user has given, and
/// regular files only: a pipe or a device may never end. Defaults of the program are not text of a header.
#[derive(Debug)]
pub(super) struct Readable {
    /// Without symbolic links.
    roots: Vec<PathBuf>,
}

impl Readable {
    pub(super) fn new<'a>(given: impl Iterator<Item = &'a PathBuf>) -> Self {
        let current = Path::new(".");
        Self { roots: std::iter::once(current).chain(given.map(PathBuf::as_path)).map(canonical).collect() }
    }

    /// Refuses a command that names other files. The reason follows "the command in `FILE` ".
    pub(super) fn check(&self, arguments: &Generate) -> Result<(), String> {
        let input = &arguments.input;
        let searched = input.search_metadata.iter().map(|searched| &searched.path);
        let annotations = &arguments.crates.annotations;
        let files = input.metadata.iter().chain(&input.select_file).chain(annotations).chain(searched);
        for path in files.clone().chain(&input.reference_dir).chain([&arguments.out]) {
            if !self.contains(path) {
                return Err(format!(
                    "names `{}`, which is not below the current directory or a given path; if it may be read, run \
                     `check` with `--read-dir {}`",
                    path.display(),
                    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(path).display()
                ));
            }
        }
        let mut files = files;
        match files.find(|path| path.metadata().is_ok_and(|metadata| !metadata.is_file())) {
            Some(path) => Err(format!("reads `{}`, which is not a regular file", path.display())),
            None => Ok(()),
        }
    }

    /// Whether a path is below a root. One that does not exist is where its closest ancestor is.
    fn contains(&self, path: &Path) -> bool {
        let mut exists = path.ancestors().map(|path| if path.as_os_str().is_empty() { Path::new(".") } else { path });
        let Some(found) = exists.find_map(|path| path.canonicalize().ok()) else { return false };
        // `missing/../..` leads to another place if `missing` is created.
        let is_plain = path.exists() || path.components().skip_while(is_up).all(|component| !is_up(&component));
        is_plain && self.roots.iter().any(|root| found.starts_with(root))
    }
}

fn is_up(component: &std::path::Component<'_>) -> bool {
    *component == std::path::Component::ParentDir
}
