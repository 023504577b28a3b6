use super::writer::Writer;
use crate::edm::{
    EntityContainer, Expression, QualifiedName,
    vocabulary::{PROFILE, split_term},
};

impl Writer<'_> {
    /// Writes the profile of the service as an annotation of its container, if another one would be read from the
    /// slice: it depends on elements and documents that the slice may lack, and on settings.
    pub(super) fn profile(&mut self, container: &EntityContainer) {
        let model = self.scope.model;
        let is_service = model.service().is_some_and(|service| service.container().name == container.name);
        if !is_service || !model.profile().is_explicit(model, self.csdl_version) {
            return;
        }
        let (namespace, name) = split_term(PROFILE);
        self.xml.begin("Annotation");
        self.reference("Term", &QualifiedName::new(namespace, name));
        let texts = model.profile().texts().into_iter();
        let items = texts.map(|value| Expression::Text { notation: "String", value }).collect();
        self.expression(&Expression::Collection(items));
        self.xml.end();
    }
}
