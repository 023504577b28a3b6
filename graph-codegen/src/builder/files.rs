use std::{collections::BTreeMap, fs, io, path::Path};

/// Generated files by relative path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Files {
    list: BTreeMap<String, String>,
}

/// What a file on disk is, compared with what was generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The same bytes.
    Same,
    /// Other bytes.
    Changed,
    /// No such file.
    Missing,
}

impl Files {
    pub(crate) fn one(path: impl Into<String>, text: String) -> Self {
        Self { list: BTreeMap::from([(path.into(), text)]) }
    }

    /// Paths and texts, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.list.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// Writes each file below `directory` whose bytes differ from what is there, so that build tools see no change where there
    /// is none.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn write(&self, directory: &Path) -> io::Result<()> {
        for (path, text) in &self.list {
            if self.compare_one(directory, path, text)? != Difference::Same {
                let target = directory.join(path);
                if let Some(parent) = target.parent() {
                    fs::create_dir_all(parent)?;
                }
                fs::write(target, text)?;
            }
        }
        Ok(())
    }

    /// Compares each file with what is below `directory`.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn compare(&self, directory: &Path) -> io::Result<Vec<(&str, Difference)>> {
        self.list.iter().map(|(path, text)| Ok((path.as_str(), self.compare_one(directory, path, text)?))).collect()
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
