use super::{
    document_resolver::DocumentResolver,
    values::{optional, owned},
};
use crate::{
    csdl,
    edm::{Include, IncludeAnnotations, Reference},
};

impl DocumentResolver<'_, '_, '_> {
    pub(super) fn reference(&mut self, written: &csdl::Reference<'_>) -> Reference {
        Reference {
            uri: owned(&written.uri),
            includes: written.includes.iter().map(|include| self.include(include)).collect(),
            include_annotations: written
                .include_annotations
                .iter()
                .map(|include| IncludeAnnotations {
                    term_namespace: owned(&include.term_namespace),
                    qualifier: optional(&include.qualifier),
                    target_namespace: optional(&include.target_namespace),
                })
                .collect(),
            annotations: self.annotations(&written.annotations),
        }
    }

    fn include(&mut self, written: &csdl::Include<'_>) -> Include {
        let number = self.elements.namespaces.find(0, &written.namespace);
        Include {
            namespace: owned(&written.namespace),
            alias: optional(&written.alias),
            annotations: self.annotations(&written.annotations),
            is_given: number.is_some_and(|number| self.declared.namespaces[number as usize].is_given()),
        }
    }
}
