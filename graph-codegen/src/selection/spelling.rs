//! How resources and operations are written in paths.

use super::{Surroundings, notation};
use crate::edm::{Operation, OperationId, OperationKind, TypeId};

impl<'a> Surroundings<'a> {
    /// What an operation is called in a path: operations of the container's own namespace by their simple names.
    #[must_use]
    pub fn operation_segment(&self, operation: &'a Operation) -> &'a str {
        let own = self.container().map(|container| container.name.namespace());
        match own == Some(operation.name.namespace()) {
            true => operation.name.name(),
            false => operation.name.as_str(),
        }
    }

    /// A cast in a path: with the namespace's alias if it is the container's own (`graph.group`, as Graph has it), else with the
    /// namespace: aliases are a document's, and only the one of the main namespace is known to services.
    #[must_use]
    pub fn cast_segment(&self, id: TypeId) -> String {
        let name = &self.model.type_(id).name;
        let own = self.container().map(|container| container.name.namespace());
        let schema = self.model.schemas().iter().find(|schema| schema.namespace == name.namespace());
        match schema.and_then(|schema| schema.alias.as_deref()).filter(|_| own == Some(name.namespace())) {
            Some(alias) => format!("{alias}.{}", name.name()),
            None => name.to_string(),
        }
    }

    /// A call in a path template: `range(address='{address}')`, `delta()`, `sendMail`.
    #[must_use]
    pub fn call_segment(&self, id: OperationId, import: Option<&str>) -> String {
        let operation = self.model.operation(id);
        let name = import.unwrap_or_else(|| self.operation_segment(operation));
        match operation.kind {
            OperationKind::Action => name.to_owned(),
            OperationKind::Function => {
                let required = operation.call_parameters().iter().filter(|parameter| !notation::is_optional(parameter));
                let arguments: Vec<String> =
                    required.map(|parameter| notation::argument(parameter, self.model)).collect();
                format!("{name}({})", arguments.join(","))
            }
        }
    }

    /// A part of a key in a path template: `userPrincipalName='{userPrincipalName}'`.
    pub(super) fn key_part(&self, id: TypeId, part: &str) -> String {
        let quoted = self
            .model
            .property(id, part)
            .is_none_or(|(_, property)| notation::is_quoted(&property.type_ref, self.model));
        match quoted {
            true => format!("{part}='{{{part}}}'"),
            false => format!("{part}={{{part}}}"),
        }
    }

    /// The name that stands for a key in path templates: that of the key property, or `key` for a composite one.
    #[must_use]
    pub fn key_placeholder(&self, id: TypeId) -> &'a str {
        match self.model.key(id) {
            Some((_, key)) if key.property_refs.len() == 1 => {
                let reference = &key.property_refs[0];
                reference.alias.as_deref().unwrap_or(&reference.name)
            }
            _ => "key",
        }
    }
}
