//! Segments that are actions and functions.

use super::{Target, Walk};
use crate::{
    csdl::{OperationKind, is_identifier},
    openapi::{
        Method,
        describe::{
            calls::Call,
            template::{Argument, Segment},
        },
    },
};

impl<'d, 'a> Walk<'_, 'd, 'a, '_> {
    pub(super) fn action(&mut self, id: usize, binding: Option<(String, bool)>, name: &str) -> Target {
        let Some((document, operation)) = self.resources.operation(id, Method::Post) else { return Target::Unknown };
        let parameters = self.schemas.action_parameters(document, operation);
        let returned = self.schemas.returned(document, operation);
        let (kind, name, is_composable) = (OperationKind::Action, self.schemas.qualified(name), false);
        let span = self.resources.list[id].span;
        self.add_call(Call { kind, name, binding, parameters, returned, is_composable, operation, span })
    }

    pub(super) fn function(
        &mut self,
        id: usize,
        binding: Option<(String, bool)>,
        name: &str,
        arguments: &[Argument<'d>],
    ) -> Target {
        let mut operations = self.resources.operations(id);
        let Some((document, item, operation)) = operations.find(|(.., operation)| operation.method == Method::Get)
        else {
            return Target::Unknown;
        };
        drop(operations);
        let span = self.resources.list[id].span;
        let parameters = self.schemas.function_parameters(document, item, operation, arguments, span);
        let returned = self.schemas.returned(document, operation);
        let (kind, name) = (OperationKind::Function, self.schemas.qualified(name));
        let is_composable = self.resources.child(id, |segment| !matches!(segment, Segment::System(_))).is_some();
        self.add_call(Call { kind, name, binding, parameters, returned, is_composable, operation, span })
    }

    pub(super) fn add_call(&mut self, call: Call<'d, 'a>) -> Target {
        let target = Self::target_of(call.returned.as_ref());
        let (namespace, name) = &call.name;
        if !is_identifier(name) || !namespace.split('.').all(is_identifier) {
            return Target::Unknown;
        }
        self.walked.calls.push(call);
        target
    }
}
