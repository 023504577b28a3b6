//! Segments that are actions and functions.

use super::{Target, Walk};
use crate::{
    csdl::{OperationKind, is_identifier},
    openapi::{
        Method,
        describe::{
            calls::Call,
            options::CustomOption,
            template::{Argument, Segment},
        },
    },
};

impl<'d, 'a> Walk<'_, 'd, 'a, '_> {
    pub(super) fn action(&mut self, id: usize, binding: Option<(String, bool)>, name: &str) -> Target {
        let Some((document, operation)) = self.resources.operation(id, Method::Post) else { return Target::Unknown };
        let options = self.call_options(id, Method::Post);
        let parameters = self.schemas.action_parameters(document, operation);
        let returned = self.schemas.returned(document, operation);
        self.walked.has_simple_operations |= binding.is_some() && !name.contains('.');
        let (kind, name, is_composable) = (OperationKind::Action, self.schemas.qualified(name), false);
        let span = self.resources.list[id].span;
        self.add_call(Call { kind, name, binding, parameters, returned, options, is_composable, operation, span })
    }

    /// Returns the options of an action or function. A function also sends those for reading its resource.
    fn call_options(&mut self, id: usize, method: Method) -> Vec<CustomOption<'a>> {
        let mut of = |id: usize| {
            let found = self.resources.operations(id).find(|(.., operation)| operation.method == method);
            found.map_or_else(Vec::new, |(document, item, operation)| self.schemas.options(document, item, operation))
        };
        let mut options = of(id);
        if method == Method::Get {
            let inherited = of(self.resources.list[id].parent);
            options.retain(|option| !inherited.iter().any(|other| other.is_required && other.is_same(option)));
        }
        options
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
        self.walked.has_simple_operations |= binding.is_some() && !name.contains('.');
        let (kind, name) = (OperationKind::Function, self.schemas.qualified(name));
        let is_composable = self.resources.child(id, |segment| !matches!(segment, Segment::System(_))).is_some();
        let options = self.call_options(id, Method::Get);
        self.add_call(Call { kind, name, binding, parameters, returned, options, is_composable, operation, span })
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
