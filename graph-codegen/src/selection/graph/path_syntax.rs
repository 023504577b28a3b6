//! How resources and operations are written in paths.

use super::{Surroundings, notation};
use crate::edm::{Operation, OperationId, OperationKind, TypeId};

impl<'a> Surroundings<'a> {
    /// What an operation is called in a path: operations of the container's own namespace by their simple names.
    #[must_use]
    pub fn operation_segment(&self, operation: &'a Operation) -> &'a str {
        match self.own.namespace == Some(operation.name.namespace()) {
            true => operation.name.name(),
            false => operation.name.as_str(),
        }
    }

    /// A cast in a path: with the namespace's alias if it is the container's own (`graph.group`, as Graph has it), else with the
    /// namespace: aliases are a document's, and only the one of the main namespace is known to services.
    #[must_use]
    pub fn cast_segment(&self, id: TypeId) -> String {
        let mut segment = String::new();
        self.write_cast(&mut segment, id);
        segment
    }

    pub(super) fn write_cast(&self, path: &mut String, id: TypeId) {
        let name = &self.model.type_(id).name;
        match self.own.alias.filter(|_| self.own.namespace == Some(name.namespace())) {
            Some(alias) => path.extend([alias, ".", name.name()]),
            None => path.push_str(name.as_str()),
        }
    }

    /// A call in a path template: `range(address='{address}')`, `delta()`, `sendMail`.
    #[must_use]
    pub fn call_segment(&self, id: OperationId, import: Option<&str>) -> String {
        let mut segment = String::new();
        self.write_call(&mut segment, id, import);
        segment
    }

    pub(super) fn write_call(&self, path: &mut String, id: OperationId, import: Option<&str>) {
        let operation = self.model.operation(id);
        path.push_str(import.unwrap_or_else(|| self.operation_segment(operation)));
        if operation.kind == OperationKind::Function {
            path.push('(');
            let required = operation.call_parameters().iter().filter(|parameter| !notation::is_optional(parameter));
            for (index, parameter) in required.enumerate() {
                path.push_str(if index == 0 { "" } else { "," });
                notation::write_argument(path, parameter, self.model);
            }
            path.push(')');
        }
    }

    /// Writes a part of a key: `userPrincipalName='{userPrincipalName}'`.
    pub(super) fn write_key_part(&self, path: &mut String, id: TypeId, part: &str) {
        let quoted = self
            .model
            .property(id, part)
            .is_none_or(|(_, property)| notation::is_quoted(&property.type_ref, self.model));
        path.extend(match quoted {
            true => [part, "='{", part, "}'"],
            false => [part, "={", part, "}"],
        });
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
