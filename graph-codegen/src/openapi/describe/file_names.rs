use crate::{diagnostic::Sources, openapi::Document};

/// The names of the given documents, used to find the document of a `$ref` into another file. Other files are not
/// loaded.
pub(super) struct FileNames {
    /// The names, with `/` as the separator.
    names: Vec<String>,
}

impl FileNames {
    pub(super) fn of(documents: &[Document<'_>], sources: &Sources) -> Self {
        let name = |document: &Document<'_>| sources.get(document.file).map_or("", |source| source.name());
        Self { names: documents.iter().map(|document| name(document).replace('\\', "/")).collect() }
    }

    /// Returns the document that `file` refers to in a `$ref` of the document `from`: the only one with that file name,
    /// or the one at that path if there are several.
    pub(super) fn find(&self, from: usize, file: &str) -> Option<usize> {
        if file.is_empty() {
            return Some(from);
        }
        let wanted = file_name(file);
        let mut candidates = (0..self.names.len()).filter(|number| file_name(&self.names[*number]) == wanted);
        let first = candidates.next()?;
        if candidates.next().is_none() {
            return Some(first);
        }
        let folder = self.names.get(from)?.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = format!("{folder}/{file}");
        let meant = normalized(&path);
        self.names.iter().position(|name| normalized(name) == meant)
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns the segments of a path without `.` and `..`.
fn normalized(path: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." if segments.last().is_some_and(|last| *last != "..") => {
                segments.pop();
            }
            _ => segments.push(segment),
        }
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::FileNames;

    #[test]
    fn files_are_found_by_name_then_by_path() {
        let names = ["api/users.yml", "api/common/types.yml", "types/types.yml", "other\\x.yml"];
        let files = FileNames { names: names.map(|name| name.replace('\\', "/")).to_vec() };
        assert_eq!(files.find(2, ""), Some(2));
        assert_eq!(files.find(0, "x.yml"), Some(3));
        assert_eq!(files.find(3, "https://host/api/users.yml"), Some(0));
        assert_eq!(files.find(0, "common/types.yml"), Some(1));
        assert_eq!(files.find(0, "./a/../../types/types.yml"), Some(2));
        assert_eq!(files.find(0, "types.yml"), None, "the name is ambiguous");
        assert_eq!(files.find(0, "no.yml"), None);
    }
}
