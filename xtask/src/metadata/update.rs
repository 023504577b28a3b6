//! Makes all files of a version's metadata from Microsoft's documents.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use graph_codegen::{
    Builder,
    diff::{self, Date, Report},
    internals::{self, csdl},
    slice::{AnnotationsReference, Options},
};

use super::{
    clouds, documentation, permissions,
    provenance::{Made, Provenance, Source},
};
use crate::workspace::Workspace;

/// A version of Graph, and where its files are.
pub struct Version {
    /// The name, which is that of the folder of Microsoft's documents too.
    pub name: &'static str,
    /// The folder of the crate.
    folder: &'static str,
    /// The constant with the date.
    date: &'static str,
    /// Whether there are tables of clouds and permissions, and annotations written by hand.
    has_tables: bool,
}

pub const VERSIONS: [Version; 2] = [
    Version { name: "v1.0", folder: "metadata", date: "V1_0_DATE", has_tables: true },
    Version { name: "beta", folder: "metadata-beta", date: "BETA_DATE", has_tables: false },
];

/// The name of the document of the global cloud.
const GLOBAL: &str = "Prod.csdl";
const PERMISSIONS: &str = "permissions.json";
const IDENTIFIERS: &str = "provisioningInfo.json";
/// All OpenAPI documents, whose texts one after the other have the hash.
const OPENAPI: &str = "openapi/**/*.yml";

const METADATA_REPOSITORY: &str = "https://github.com/microsoftgraph/msgraph-metadata";
const PERMISSIONS_REPOSITORY: &str = "https://github.com/microsoftgraph/microsoft-graph-devx-content";

/// A file of the metadata and its new content.
pub struct File {
    /// The path below the root of the workspace.
    pub path: String,
    pub content: Vec<u8>,
}

/// The new files of a version, and how its metadata differs.
pub struct Update {
    pub files: Vec<File>,
    /// The counts of elements before and after, if they differ.
    pub counts: Option<(String, String)>,
    /// The differences by meaning; `None` if there are no earlier facts, or the same.
    pub report: Option<Report>,
}

impl Version {
    /// Returns the document of the global cloud below a directory.
    pub fn document(&self, directory: &Path) -> PathBuf {
        directory.join(self.name).join(GLOBAL)
    }

    /// Makes the files from the documents in a directory.
    ///
    /// # Errors
    ///
    /// Returns the reason if a document is missing or not valid, or if documents changed and there is no date.
    pub fn update(&self, workspace: &Workspace, directory: &Path, date: Option<Date>) -> Result<Update, String> {
        let path = |file: &str| format!("{}/{file}", self.folder);
        let old = Provenance::parse(&workspace.read(&path("PROVENANCE.toml")).unwrap_or_default())?;
        let mut sources = Sources { old: &old, date, list: Vec::new() };

        let text = read(&self.document(directory))?;
        let annotations = format!("{}.annotations.csdl", self.name);
        let slice = slice(&text, workspace, &path(&annotations), self.has_tables.then_some(&*annotations))?;
        let counts = internals::counts(&text).map_err(|problem| problem.to_string())?;
        let address = format!("https://graph.microsoft.com/{}/$metadata", self.name);
        sources.add(&format!("{}/{GLOBAL}", self.name), &address, &text, Some(counts))?;
        let date = sources.list[0].date.clone();

        let index = csdl::index(&slice).map_err(|problem| format!("the index cannot be made: {problem}"))?;
        let counts = internals::counts(&slice).map_err(|problem| problem.to_string())?;
        let slice_path = path(&format!("{}.csdl", self.name));
        let before = workspace.read(&slice_path).unwrap_or_default();
        let mut files = vec![
            File { path: slice_path, content: slice.clone().into_bytes() },
            File { path: path(&format!("{}.index", self.name)), content: index },
            File { path: path("src/date.rs"), content: self.date_constant(&date).into_bytes() },
        ];
        if self.has_tables {
            files.extend(self.tables(workspace, directory, &mut sources)?);
        }
        let is_data = |file: &&File| !file.path.ends_with(".rs");
        let made = files.iter().filter(is_data).map(|file| {
            let counts = (file.content == slice.as_bytes()).then(|| counts.clone());
            let name = file.path.trim_start_matches(self.folder).trim_start_matches('/');
            Made::new(name, &file.content, counts)
        });
        let provenance = Provenance { sources: sources.list, made: made.collect() };
        files.push(File { path: path("PROVENANCE.toml"), content: provenance.text().into_bytes() });

        let counted = internals::counts(&before).ok().filter(|before| *before != counts);
        let counts = counted.map(|before| (before, counts));
        let is_same = before.is_empty() || before == slice;
        let report = if is_same { None } else { Some(differences(&before, &slice)?) };
        Ok(Update { files, counts, report })
    }

    fn date_constant(&self, date: &str) -> String {
        let Self { name, date: constant, .. } = self;
        format!(
            "// Written by `cargo xtask metadata update`.\n\n/// The date of Microsoft's document of {name}.\n\
             pub const {constant}: &str = \"{date}\";\n"
        )
    }

    fn tables(&self, workspace: &Workspace, directory: &Path, sources: &mut Sources<'_>) -> Result<[File; 3], String> {
        let documents = clouds::read(&directory.join(self.name))?;
        for (name, text) in &documents {
            let file = format!("{}/{name}.csdl", self.name);
            if !file.ends_with(GLOBAL) {
                sources.add(&file, METADATA_REPOSITORY, text, None)?;
            }
        }
        let (permissions, identifiers) = (read(&directory.join(PERMISSIONS))?, read(&directory.join(IDENTIFIERS))?);
        sources.add(PERMISSIONS, PERMISSIONS_REPOSITORY, &permissions, None)?;
        sources.add(IDENTIFIERS, PERMISSIONS_REPOSITORY, &identifiers, None)?;
        let documentation = match documentation::read(&directory.join(documentation::DIRECTORY)) {
            Ok(documents) => {
                let texts: String = documents.iter().map(|(_, text)| text.as_str()).collect();
                sources.add(OPENAPI, METADATA_REPOSITORY, &texts, None)?;
                documentation::table(&documents)?
            }
            Err(problem) => {
                println!("{}: unchanged, since {problem}", documentation::FILE);
                sources.keep(OPENAPI);
                workspace.read(documentation::FILE).unwrap_or_default()
            }
        };
        let file = |name: &str, text: String| File { path: name.to_owned(), content: text.into_bytes() };
        Ok([
            file(clouds::FILE, clouds::table(&documents)?),
            file(permissions::FILE, permissions::table(&permissions, &identifiers)?),
            file(documentation::FILE, documentation),
        ])
    }
}

/// Collects the documents, with their dates: the recorded one if a document is the same, or the given one.
struct Sources<'a> {
    old: &'a Provenance,
    date: Option<Date>,
    list: Vec<Source>,
}

impl Sources<'_> {
    /// Keeps what is recorded of a document.
    fn keep(&mut self, file: &str) {
        self.list.extend(self.old.source(file).cloned());
    }

    fn add(&mut self, file: &str, address: &str, text: &str, counts: Option<String>) -> Result<(), String> {
        let mut source = Source::new(file, address, text.as_bytes(), counts);
        source.date = match (self.old.date(&source), self.date) {
            (Some(date), _) => date.to_owned(),
            (None, Some(date)) => date.to_string(),
            (None, None) => {
                return Err(format!(
                    "`{file}` is not the document that PROVENANCE.toml has; say with `--date 2026-08-20` when it was \
                     published"
                ));
            }
        };
        self.list.push(source);
        Ok(())
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|problem| format!("cannot read `{}`: {problem}", path.display()))
}

/// All of a document in canonical order, without descriptions.
fn slice(text: &str, workspace: &Workspace, path: &str, annotations: Option<&str>) -> Result<String, String> {
    let mut options = Options::default();
    if let Some(uri) = annotations {
        let resolved =
            Builder::new().metadata(workspace.path(path)).resolve().map_err(|problem| problem.to_string())?;
        let targets = resolved.model.unattached_annotations().iter();
        let terms = targets.flat_map(|target| &target.annotations).map(|annotation| annotation.term.namespace());
        let namespaces: BTreeSet<String> = terms.map(str::to_owned).collect();
        options.annotations.push(AnnotationsReference::new(uri, namespaces));
    }
    let resolved = Builder::new().metadata_text(GLOBAL, text).resolve();
    let selected = resolved.and_then(|resolved| resolved.select(["**", "/**"]));
    Ok(selected.map_err(|problem| problem.to_string())?.slice(&options))
}

fn differences(old: &str, new: &str) -> Result<Report, String> {
    let builder = |name: &str, text: &str| Builder::new().metadata_text(name, text);
    builder("old", old).diff(&builder("new", new), &diff::Options::default()).map_err(|problem| problem.to_string())
}
