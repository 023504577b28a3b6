use super::{context::Context, values::facets};
use crate::{
    csdl,
    edm::{QualifiedName, Term},
};

impl Context<'_, '_, '_> {
    /// A term. Its base term may be anywhere: terms need not be given.
    pub(super) fn term(&mut self, namespace: &str, written: &csdl::Term<'_>) -> Term {
        Term {
            name: QualifiedName::new(namespace, &written.name),
            type_ref: self.type_ref(&written.type_name),
            base_term: written.base_term.as_ref().map(|base| self.term_name(base)),
            applies_to: written
                .applies_to
                .as_ref()
                .map(|elements| elements.split_ascii_whitespace().map(str::to_owned).collect()),
            nullable: written.nullable,
            facets: facets(&written.facets),
            annotations: self.annotations(&written.annotations),
            span: written.span,
        }
    }
}
