use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    process,
};

const EXTENSION: &str = ".partial";

/// Replaces a file atomically, by a temporary file beside it.
///
/// Also removes the temporary files of runs that were killed.
pub(super) fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = target
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path has no file name"))?
        .to_string_lossy();
    let directory = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(directory)?;
    let prefix = format!(".{name}.");
    remove_leftovers(directory, &prefix);
    let partial = Partial { path: directory.join(format!("{prefix}{}{EXTENSION}", process::id())) };
    let mut file = OpenOptions::new().write(true).create_new(true).open(&partial.path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&partial.path, target)
}

/// Removes `.NAME.PROCESS.partial`.
fn remove_leftovers(directory: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(directory) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(prefix)?.strip_suffix(EXTENSION));
        if process.is_some_and(|process| !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit())) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A temporary file, which is removed on drop unless it was renamed.
#[derive(Debug)]
struct Partial {
    path: PathBuf,
}

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
