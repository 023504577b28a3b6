use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read},
    path::Path,
};

use crate::emit::HEADER;

/// Generated files by relative path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    list: BTreeMap<String, String>,
    /// The directory that holds them and no other generated files.
    directory: Option<String>,
}

/// How a file on disk differs from the generated one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The same bytes.
    Same,
    /// Other bytes.
    Changed,
    /// It was generated earlier, and is not any more.
    Stale,
    /// No such file.
    Missing,
}

impl Files {
    /// Files beside others.
    pub(crate) fn listed(files: impl Iterator<Item = (String, String)>) -> Self {
        Self { list: files.collect(), directory: None }
    }

    /// The files of a directory, by paths within it.
    pub(crate) fn directory(directory: &str, files: impl Iterator<Item = (String, String)>) -> Self {
        let prefix = if directory.is_empty() { String::new() } else { format!("{directory}/") };
        let list = files.map(|(path, text)| (format!("{prefix}{path}"), text)).collect();
        Self { list, directory: Some(directory.to_owned()) }
    }

    /// Paths and texts, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Writes each file below `directory` whose bytes differ from what is there, so that build tools see no change
    /// where there is none. In a directory of their own that an earlier run made, files that were generated and are not
    /// among these are removed.
    ///
    /// # Errors
    ///
    /// Errors of the file system.
    pub fn write(&self, directory: &Path) -> io::Result<()> {
        // Looked for before there is a `mod.rs` of ours.
        let stale = self.stale(directory)?;
        for (path, text) in &self.list {
            if self.compare_one(directory, path, text)? != Difference::Same {
                let target = directory.join(path);
                if let Some(parent) = target.parent() {
                    fs::create_dir_all(parent)?;
                }
                fs::write(target, text)?;
            }
        }
        for stale in stale {
            fs::remove_file(directory.join(&stale))?;
            // Only an empty directory is removed.
            for parent in Path::new(&stale).ancestors().skip(1).take_while(|parent| !parent.as_os_str().is_empty()) {
                if fs::remove_dir(directory.join(parent)).is_err() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Compares each file with what is below `directory`.
    ///
    /// # Errors
    ///
    /// Errors of the file system.
    pub fn compare(&self, directory: &Path) -> io::Result<Vec<(String, Difference)>> {
        let listed = self.list.iter().map(|(path, text)| Ok((path.clone(), self.compare_one(directory, path, text)?)));
        let mut compared = listed.collect::<io::Result<Vec<_>>>()?;
        compared.extend(self.stale(directory)?.into_iter().map(|path| (path, Difference::Stale)));
        Ok(compared)
    }

    /// Generated files of the directory that are not among these, by paths below `directory`, sorted. None where the
    /// directory's `mod.rs` is not generated: then what is there was put there one by one, into `src` say.
    fn stale(&self, directory: &Path) -> io::Result<Vec<String>> {
        let Some(own) = &self.directory else { return Ok(Vec::new()) };
        if !is_generated(&directory.join(own).join("mod.rs"))? {
            return Ok(Vec::new());
        }
        let mut stale = Vec::new();
        let mut waiting = vec![own.clone()];
        while let Some(below) = waiting.pop() {
            let entries = match fs::read_dir(directory.join(&below)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries?,
            };
            for entry in entries {
                let entry = entry?;
                let Ok(name) = entry.file_name().into_string() else { continue };
                let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
                // Links are not followed: what they lead to is not ours.
                let kind = entry.file_type()?;
                if kind.is_dir() {
                    waiting.push(path);
                } else if kind.is_file()
                    && name.ends_with(".rs")
                    && !self.list.contains_key(&path)
                    && is_generated(&entry.path())?
                {
                    stale.push(path);
                }
            }
        }
        stale.sort_unstable();
        Ok(stale)
    }

    fn compare_one(&self, directory: &Path, path: &str, text: &str) -> io::Result<Difference> {
        match fs::read(directory.join(path)) {
            Ok(bytes) if bytes == text.as_bytes() => Ok(Difference::Same),
            Ok(_) => Ok(Difference::Changed),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Difference::Missing),
            Err(error) => Err(error),
        }
    }
}

/// Whether there is a file that begins as generated files do.
fn is_generated(path: &Path) -> io::Result<bool> {
    let file = match fs::File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        file => file?,
    };
    let mut head = Vec::with_capacity(HEADER.len());
    file.take(HEADER.len() as u64).read_to_end(&mut head)?;
    Ok(head == HEADER.as_bytes())
}
