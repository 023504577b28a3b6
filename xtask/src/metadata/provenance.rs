//! `PROVENANCE.toml`: the documents that the files of a metadata folder were made from.

use sha2::{Digest, Sha256};

/// The content of `PROVENANCE.toml`.
#[derive(Debug, Default)]
pub struct Provenance {
    pub sources: Vec<Source>,
    pub made: Vec<Made>,
}

/// A document that Microsoft publishes.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path below the directory of documents.
    file: String,
    /// Where it is published.
    address: String,
    /// When it was published: `2026-08-20`.
    pub date: String,
    content: Content,
}

/// A file that was made from the sources.
#[derive(Debug)]
pub struct Made {
    file: String,
    content: Content,
}

#[derive(Clone, Debug)]
struct Content {
    bytes: usize,
    sha256: String,
    counts: Option<String>,
}

const HEADER: &str = "\
# The documents that the files of this folder were made from, and the files. Written by `cargo xtask metadata update`.
";

impl Provenance {
    /// Reads the documents of a `PROVENANCE.toml`.
    ///
    /// # Errors
    ///
    /// Returns the reason if the text is not valid.
    pub fn parse(text: &str) -> Result<Self, String> {
        let table: toml::Table = text.parse().map_err(|problem| format!("PROVENANCE.toml is not valid: {problem}"))?;
        let mut provenance = Self::default();
        for source in table.get("source").and_then(toml::Value::as_array).into_iter().flatten() {
            let field = |name: &str| {
                let value = source.get(name).and_then(toml::Value::as_str).map(str::to_owned);
                value.ok_or_else(|| format!("a source of PROVENANCE.toml has no text `{name}`"))
            };
            let bytes = source.get("bytes").and_then(toml::Value::as_integer).unwrap_or_default();
            let content = Content {
                bytes: usize::try_from(bytes).unwrap_or_default(),
                sha256: field("sha256")?,
                counts: source.get("counts").and_then(toml::Value::as_str).map(str::to_owned),
            };
            let (file, address, date) = (field("file")?, field("address")?, field("date")?);
            provenance.sources.push(Source { file, address, date, content });
        }
        Ok(provenance)
    }

    /// Returns what is recorded of a document.
    pub fn source(&self, file: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.file == file)
    }

    /// Returns the recorded date of a document, if it is the recorded one.
    pub fn date(&self, source: &Source) -> Option<&str> {
        let is_same = |old: &&Source| old.file == source.file && old.content.sha256 == source.content.sha256;
        self.sources.iter().find(is_same).map(|old| &*old.date)
    }

    pub fn text(&self) -> String {
        let mut text = HEADER.to_owned();
        for Source { file, address, date, content } in &self.sources {
            text.push_str(&format!("\n[[source]]\nfile = \"{file}\"\naddress = \"{address}\"\ndate = \"{date}\"\n"));
            text.push_str("licence = \"MIT\"\n");
            content.write(&mut text);
        }
        for Made { file, content } in &self.made {
            text.push_str(&format!("\n[[made]]\nfile = \"{file}\"\n"));
            content.write(&mut text);
        }
        text
    }
}

impl Source {
    /// Returns a source without a date.
    pub fn new(file: &str, address: &str, bytes: &[u8], counts: Option<String>) -> Self {
        let content = Content::of(bytes, counts);
        Self { file: file.to_owned(), address: address.to_owned(), date: String::new(), content }
    }
}

impl Made {
    pub fn new(file: &str, bytes: &[u8], counts: Option<String>) -> Self {
        Self { file: file.to_owned(), content: Content::of(bytes, counts) }
    }
}

impl Content {
    fn of(bytes: &[u8], counts: Option<String>) -> Self {
        let digest = Sha256::digest(bytes);
        let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { bytes: bytes.len(), sha256, counts }
    }

    fn write(&self, text: &mut String) {
        let Self { bytes, sha256, counts } = self;
        text.push_str(&format!("bytes = {bytes}\nsha256 = \"{sha256}\"\n"));
        if let Some(counts) = counts {
            text.push_str(&format!("counts = \"{counts}\"\n"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Made, Provenance, Source};

    #[test]
    fn a_document_keeps_its_date() {
        let mut source = Source::new("v1.0/Prod.csdl", "https://example.org", b"<a/>", Some("1 schema".to_owned()));
        source.date = "2026-08-20".to_owned();
        let made = vec![Made::new("v1.0.csdl", b"<a />", None)];
        let text = Provenance { sources: vec![source], made }.text();
        let read = Provenance::parse(&text).unwrap();
        let same = Source::new("v1.0/Prod.csdl", "", b"<a/>", None);
        assert_eq!(read.date(&same), Some("2026-08-20"));
        assert_eq!(read.date(&Source::new("v1.0/Prod.csdl", "", b"<b/>", None)), None);
        assert_eq!(read.date(&Source::new("beta/Prod.csdl", "", b"<a/>", None)), None);
        assert!(Provenance::parse("source = [").is_err());
        assert!(Provenance::parse("[[source]]\nfile = 'a'").unwrap_err().contains("has no text `"));
    }
}
