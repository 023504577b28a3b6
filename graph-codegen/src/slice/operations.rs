use super::writer::Writer;
use crate::edm::{Operation, OperationKind};

impl Writer<'_> {
    pub(super) fn operation(&mut self, operation: &Operation) {
        self.xml.begin(match operation.kind {
            OperationKind::Action => "Action",
            OperationKind::Function => "Function",
        });
        self.xml.attribute("Name", operation.name.name());
        self.xml.flag("IsBound", operation.is_bound);
        self.xml.optional("EntitySetPath", self.entity_set_path(operation));
        self.xml.flag("IsComposable", operation.is_composable);
        for parameter in &operation.parameters {
            self.xml.begin("Parameter");
            self.xml.attribute("Name", &parameter.name);
            self.type_attribute("Type", &parameter.type_ref);
            self.xml.flag("Nullable", parameter.nullable);
            self.facets(&parameter.facets);
            self.annotations(&parameter.annotations);
            self.xml.end();
        }
        if let Some(returned) = &operation.return_type {
            self.xml.begin("ReturnType");
            self.type_attribute("Type", &returned.type_ref);
            self.xml.flag("Nullable", returned.nullable);
            self.facets(&returned.facets);
            self.annotations(&returned.annotations);
            self.xml.end();
        }
        self.annotations(&operation.annotations);
        self.xml.end();
    }

    /// Returns the path to the entity set of the returned entities, if it is in the slice.
    fn entity_set_path<'o>(&self, operation: &'o Operation) -> Option<&'o str> {
        let path = operation.entity_set_path.as_deref()?;
        let is_complete = match path.split_once('/') {
            None => true,
            Some((_, rest)) => operation.binding_type().is_some_and(|id| self.scope.has_path(id, rest)),
        };
        is_complete.then_some(path)
    }
}
