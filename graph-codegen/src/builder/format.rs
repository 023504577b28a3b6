//! The format of a metadata document, detected by its content since file names are not reliable.

use crate::{
    csdl::{self, Limits},
    diagnostic::{Diagnostics, FileId, Sources},
};

/// The format of a metadata document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// CSDL in JSON. Also another JSON object, for which the reader of CSDL JSON reports an error.
    CsdlJson,
    /// CSDL in XML. Also text of unknown format, for which the CSDL reader reports an error.
    Csdl,
    /// OpenAPI in YAML or JSON.
    OpenApi,
}

impl Format {
    /// Detects the format of a text.
    ///
    /// XML begins with `<`, and YAML with a key. JSON is OpenAPI if its first member that either format has is one of
    /// OpenAPI's.
    pub(super) fn of(text: &str) -> Self {
        let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
        // Comments, directives and the document marker.
        while rest.starts_with(['#', '%']) || rest.starts_with("---") {
            rest = rest.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
        }
        if rest.starts_with('{') {
            let format = csdl::RootMembers::of(rest).find_map(|(name, _)| match name {
                "openapi" | "swagger" | "info" | "paths" | "components" => Some(Self::OpenApi),
                "$Version" | "$EntityContainer" | "$Reference" => Some(Self::CsdlJson),
                _ => None,
            });
            return format.unwrap_or(Self::CsdlJson);
        }
        let line = rest.lines().next().unwrap_or_default();
        let key = line.split_once(':').map_or("", |(key, _)| key).trim_matches(['"', '\'']);
        let is_key =
            !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '$' | '.'));
        if is_key { Self::OpenApi } else { Self::Csdl }
    }
}

/// Whether one of the documents is OpenAPI.
pub(super) fn any_openapi(files: &[InputFile], sources: &Sources) -> bool {
    let texts = files.iter().filter_map(|input| sources.get(input.file));
    texts.into_iter().any(|source| Format::of(source.text()) == Format::OpenApi)
}

/// A document of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct InputFile {
    pub(super) file: FileId,
    /// The structural index of its text; empty for a text without one.
    pub(super) index: &'static [u8],
}

/// Reads documents of either format. All OpenAPI documents together become one CSDL document.
pub(super) fn read<'s>(
    files: &[InputFile],
    sources: &'s Sources,
    limits: Limits,
    diagnostics: &mut Diagnostics,
) -> Vec<csdl::Document<'s>> {
    let mut documents = Vec::new();
    let mut descriptions = Vec::new();
    for &InputFile { file, index } in files {
        let text = sources.get(file).map_or("", |source| source.text());
        // The text says the same, so an index that does not fit it costs time only.
        if let Some(document) = csdl::read_indexed(file, text, index) {
            documents.push(document);
            continue;
        }
        match Format::of(text) {
            Format::Csdl => documents.extend(csdl::read(file, text, limits, diagnostics)),
            Format::CsdlJson => documents.extend(read_json(file, text, limits, diagnostics)),
            Format::OpenApi => descriptions.push((file, text)),
        }
    }
    describe(&descriptions, sources, limits, diagnostics, &mut documents);
    documents
}

#[cfg(feature = "csdl-json")]
use csdl::read_json;

#[cfg(not(feature = "csdl-json"))]
fn read_json<'s>(file: FileId, _: &'s str, _: Limits, diagnostics: &mut Diagnostics) -> Option<csdl::Document<'s>> {
    use crate::diagnostic::{Code, Diagnostic, Span};
    let diagnostic = Diagnostic::error(Code::Setting, "this is a JSON document, not CSDL in XML");
    diagnostics.push(diagnostic.at(Span::new(file, 0, 0)).help(
        "CSDL in JSON is read with the feature `csdl-json` of graph-codegen; without it, fetch `$metadata` with \
         `Accept: application/xml`",
    ));
    None
}

#[cfg(feature = "openapi")]
fn describe<'s>(
    texts: &[(FileId, &'s str)],
    sources: &Sources,
    limits: Limits,
    diagnostics: &mut Diagnostics,
    documents: &mut Vec<csdl::Document<'s>>,
) {
    let read = |&(file, text): &(FileId, &'s str)| crate::openapi::read(file, text, limits, diagnostics);
    let descriptions: Vec<_> = texts.iter().filter_map(read).collect();
    // An incomplete description would give a different model.
    if !diagnostics.has_errors() {
        documents.extend(crate::openapi::describe(&descriptions, sources, diagnostics));
    }
}

#[cfg(not(feature = "openapi"))]
fn describe<'s>(
    texts: &[(FileId, &'s str)],
    _: &Sources,
    _: Limits,
    diagnostics: &mut Diagnostics,
    _: &mut Vec<csdl::Document<'s>>,
) {
    use crate::diagnostic::{Code, Diagnostic, Span};
    for &(file, _) in texts {
        let diagnostic =
            Diagnostic::error(Code::Setting, "this is an OpenAPI document, or another YAML or JSON document");
        diagnostics.push(diagnostic.at(Span::new(file, 0, 0)).help(
            "OpenAPI is read with the feature `openapi` of graph-codegen; without it, give the service's `$metadata`",
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::Format::{self, Csdl, CsdlJson, OpenApi};

    #[cfg(not(feature = "csdl-json"))]
    #[test]
    fn json_without_the_feature_names_it() {
        let error = crate::Builder::new().metadata_text("m.json", "{\"$Version\": \"4.01\"}").resolve().unwrap_err();
        assert!(error.to_string().contains("the feature `csdl-json` of graph-codegen"), "{error}");
    }

    #[test]
    fn formats_are_detected_by_content() {
        for (text, format) in [
            ("<?xml version='1.0'?>", Csdl),
            ("\u{feff}\n <Schema", Csdl),
            ("", Csdl),
            ("hello", Csdl),
            ("{\"$Version\": \"4.01\", \"info\": {}}", CsdlJson),
            ("{\"a.b\": {\"paths\": {}}, \"$Version\": \"4.01\"}", CsdlJson),
            ("{\"error\": {}}", CsdlJson),
            ("{\n \"openapi\": \"3.0.1\" }", OpenApi),
            ("{\"paths\": {}}", OpenApi),
            ("openapi: 3.0.1", OpenApi),
            ("# cut by hand\n---\n'openapi': 3.1.0", OpenApi),
            ("%YAML 1.2\n---\nswagger: '2.0'", OpenApi),
            ("info:\n  title: x", OpenApi),
        ] {
            assert_eq!(Format::of(text), format, "{text}");
        }
    }
}
