use graph_codegen::{
    Builder,
    diagnostic::Severity,
    internals::{rendered, resolve_strictly},
};

/// The start tag of a schema, to be closed with `</Schema>`.
pub const ROOT: &str = r#"<Schema Namespace="sample" xmlns="http://docs.oasis-open.org/odata/ns/edm">"#;

/// Returns the rendered diagnostics of a document, and whether it has errors if all of it is needed.
pub fn shown(name: &str, text: &str) -> (String, bool) {
    shown_by(Builder::new(), name, text)
}

/// Like [`shown`], with settings.
pub fn shown_by(builder: Builder, name: &str, text: &str) -> (String, bool) {
    match resolve_strictly(&builder.metadata_text(name, text)) {
        Ok(resolved) => (resolved.diagnostics.rendered(&resolved.sources).to_string(), false),
        Err(error) => {
            let is_error = error.diagnostics().iter().any(|diagnostic| diagnostic.severity == Severity::Error);
            assert!(is_error, "{name}: failed without an error");
            (rendered(&error), true)
        }
    }
}
