use super::{document_resolver::DocumentResolver, values::optional};
use crate::{
    csdl,
    diagnostic::{Code, Diagnostic},
    edm::Annotation,
};

impl DocumentResolver<'_, '_, '_> {
    /// Resolves annotations inside the element that they annotate.
    pub(super) fn annotations(&mut self, written: &[csdl::Annotation<'_>]) -> Vec<Annotation> {
        if written.is_empty() {
            return Vec::new();
        }
        let mut annotations = Vec::with_capacity(written.len());
        for annotation in written {
            let annotation = self.annotation(annotation);
            self.warn_of_repetition(&annotations, &annotation);
            annotations.push(annotation);
        }
        annotations
    }

    /// Resolves the annotations of an `Annotations` element, whose target may not be known yet.
    pub(super) fn targeted(&mut self, written: &csdl::Annotations<'_>) -> Vec<Annotation> {
        let mut annotations = Vec::with_capacity(written.annotations.len());
        for inner in &written.annotations {
            let mut annotation = self.annotation(inner);
            annotation.is_out_of_line = true;
            match (&inner.qualifier, &written.qualifier) {
                (None, Some(outer)) => {
                    annotation.qualifier = Some(String::from(&*outer.value));
                    annotation.is_qualifier_inherited = true;
                }
                (Some(own), Some(outer)) if own.value != outer.value => self.diagnostics.push(
                    Diagnostic::warning(
                        Code::Csdl,
                        format!("the annotation has two qualifiers; `{}` is used", own.value),
                    )
                    .at(own.span)
                    .note("the qualifier of the enclosing element is here", outer.span),
                ),
                _ => {}
            }
            annotations.push(annotation);
        }
        annotations
    }

    fn annotation(&mut self, written: &csdl::Annotation<'_>) -> Annotation {
        Annotation {
            term: self.term_name(&written.term),
            qualifier: optional(&written.qualifier),
            value: self.optional_expression(&written.value),
            annotations: self.annotations(&written.annotations),
            is_out_of_line: false,
            is_qualifier_inherited: false,
            span: written.span,
        }
    }

    /// Warns of a repeated term: "The combination of target model element, term, and qualifier uniquely identifies an
    /// annotation" (14.3.1).
    pub(super) fn warn_of_repetition(&mut self, present: &[Annotation], added: &Annotation) {
        // Limits the work for documents with very many annotations of one element.
        const MAX_COMPARED: usize = 64;
        let mut at = present.len();
        let end = at.saturating_sub(MAX_COMPARED);
        while at > end {
            at -= 1;
            let earlier = &present[at];
            if earlier.term == added.term && earlier.qualifier == added.qualifier {
                self.diagnostics.push(
                    Diagnostic::warning(
                        Code::Duplicate,
                        format!("the term `{}` is applied more than once", added.term),
                    )
                    .at(added.span)
                    .note("the first annotation, which is used, is here", earlier.span)
                    .help(match earlier.span.file == added.span.file {
                        true => "add a `Qualifier` to distinguish them",
                        false => "to replace the first one, give this document with `.annotations(…)`",
                    }),
                );
                return;
            }
        }
    }
}
