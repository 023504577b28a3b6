use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    process,
};

/// New files of a directory, which all appear when they are complete.
///
/// They are written to a temporary directory in it, which is removed on drop.
#[derive(Debug)]
pub(super) struct Transaction<'d> {
    directory: &'d Path,
    temporary: PathBuf,
    /// The temporary file and the target of each file.
    files: Vec<(PathBuf, PathBuf)>,
}

impl<'d> Transaction<'d> {
    pub(super) fn begin(directory: &'d Path) -> io::Result<Self> {
        fs::create_dir_all(directory)?;
        let temporary = directory.join(format!(".graph-codegen-{}.partial", process::id()));
        fs::create_dir_all(&temporary)?;
        Ok(Self { directory, temporary, files: Vec::new() })
    }

    /// Writes the new content of a file, given by its path relative to the directory.
    pub(super) fn write(&mut self, path: &str, text: &str) -> io::Result<()> {
        let temporary = self.temporary.join(self.files.len().to_string());
        // `create_new` does not follow symbolic links.
        OpenOptions::new().write(true).create_new(true).open(&temporary)?.write_all(text.as_bytes())?;
        self.files.push((temporary, self.directory.join(path)));
        Ok(())
    }

    /// Moves all files to their targets.
    pub(super) fn commit(self) -> io::Result<()> {
        for (_, target) in &self.files {
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent)?;
            }
        }
        self.files.iter().try_for_each(|(temporary, target)| fs::rename(temporary, target))
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.temporary);
    }
}
