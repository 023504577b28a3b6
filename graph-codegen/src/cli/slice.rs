use std::{collections::BTreeSet, fs, path::Path};

use super::{arguments::Slice, counts::Counts, failure::Failure, output::Output};
use crate::{
    Builder, Error, csdl,
    diagnostic::{Code, Diagnostic, Diagnostics, Sources},
    edm::Annotation,
    slice::{AnnotationsReference, Options},
};

pub(super) fn run(settings: Builder, arguments: &Slice, output: &mut Output<'_>) -> Result<(), Failure> {
    let settings = arguments.input.apply(settings);
    if !settings.has_selectors() {
        return Err(Failure::from(Diagnostic::error(Code::Setting, "nothing is selected").help(
            "select what the slice should contain: `--select microsoft.graph.user`, or `--select '**'` for everything",
        )));
    }
    let selected = settings.selected()?;
    let directory = arguments.out.parent().unwrap_or(Path::new(""));
    let mut options = Options::default();
    for path in &arguments.annotations {
        options.annotations.push(annotations(directory, path)?);
    }
    let text = selected.slice(&options);
    let counts = counts(&text).map_err(Failure::from)?;
    let is_same = fs::read(&arguments.out).is_ok_and(|bytes| bytes == text.as_bytes());
    if !is_same {
        fs::write(&arguments.out, &text).map_err(|problem| Failure::writing(&arguments.out, &problem))?;
    }
    let sha256 = super::fetch::hex_sha256(text.as_bytes());
    output.print(&format!("{}: {} bytes, sha256 {sha256}\n{counts}\n", arguments.out.display(), text.len()))
}

/// Counts the elements of a document.
pub(super) fn counts(text: &str) -> Result<Counts, Error> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let file = sources.add("slice", text);
    match csdl::read(file, text, csdl::Limits::default(), &mut diagnostics) {
        Some(document) if !diagnostics.has_errors() => Ok(Counts::of(&document)),
        _ => Err(Error::new(diagnostics, sources)),
    }
}

/// A reference to a document of annotations, with the namespaces of their terms.
fn annotations(directory: &Path, path: &Path) -> Result<AnnotationsReference, Failure> {
    let resolved = Builder::new().metadata(directory.join(path)).resolve()?;
    let term_namespaces: BTreeSet<String> = resolved
        .model
        .unattached_annotations()
        .iter()
        .flat_map(|target| &target.annotations)
        .map(|Annotation { term, .. }| term.namespace().to_owned())
        .collect();
    let uri = path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/");
    Ok(AnnotationsReference::new(uri, term_namespaces))
}
