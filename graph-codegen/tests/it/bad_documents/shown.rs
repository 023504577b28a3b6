use graph_codegen::{Builder, diagnostic::Severity};

/// The schema that most documents of these tests have; to be closed with `</Schema>`.
pub const ROOT: &str = r#"<Schema Namespace="sample" xmlns="http://docs.oasis-open.org/odata/ns/edm">"#;

/// What is shown for a document, and whether that stops generation.
pub fn shown(name: &str, text: &str) -> (String, bool) {
    shown_by(Builder::new(), name, text)
}

/// The same with settings.
pub fn shown_by(builder: Builder, name: &str, text: &str) -> (String, bool) {
    match builder.metadata_text(name, text).resolve() {
        Ok(resolved) => (resolved.diagnostics.rendered(&resolved.sources).to_string(), false),
        Err(error) => {
            let is_error = error.diagnostics().iter().any(|diagnostic| diagnostic.severity == Severity::Error);
            assert!(is_error, "{name}: nothing was read, and nobody says why");
            (error.to_string(), true)
        }
    }
}
