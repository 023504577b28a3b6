use super::{
    declarations::duplicate,
    document_resolver::DocumentResolver,
    values::{facets, owned},
};
use crate::{
    csdl,
    diagnostic::{Code, Diagnostic},
    edm::{Operation, OperationKind, Parameter, QualifiedName, ReturnType},
};

impl DocumentResolver<'_, '_, '_> {
    /// Resolves an overload of an action or function.
    pub(super) fn operation(&mut self, namespace: &str, written: &csdl::Operation<'_>) -> Operation {
        let kind = match written.kind {
            csdl::OperationKind::Action => OperationKind::Action,
            csdl::OperationKind::Function => OperationKind::Function,
        };
        if written.is_bound == Some(true) && written.parameters.is_empty() {
            self.diagnostics.push_deferred(
                Diagnostic::error(Code::Csdl, format!("bound operation `{}` has no parameters", written.name.value))
                    .at(written.name.span)
                    .help("the first parameter is the binding parameter"),
            );
        }
        self.check_return_types(written);
        let mut parameters: Vec<Parameter> = Vec::with_capacity(written.parameters.len());
        for (at, parameter) in written.parameters.iter().enumerate() {
            // Pairwise comparison is faster than a look-up for few parameters; the limit bounds the work for a hostile
            // document.
            let earlier = &written.parameters[..at.min(256)];
            if let Some(first) = earlier.iter().find(|earlier| earlier.name.value == parameter.name.value) {
                self.diagnostics.push_deferred(duplicate("parameter", &parameter.name, first.name.span));
            }
            parameters.push(Parameter {
                name: owned(&parameter.name),
                type_ref: self.type_ref(&parameter.type_name),
                nullable: parameter.nullable,
                facets: facets(&parameter.facets),
                annotations: self.annotations(&parameter.annotations),
                span: parameter.span,
            });
        }
        Operation {
            name: QualifiedName::new(namespace, &written.name),
            kind,
            is_bound: written.is_bound,
            is_composable: written.is_composable,
            entity_set_path: written.entity_set_path.as_ref().map(|path| self.path(path)),
            parameters,
            return_type: written.return_types.first().map(|written| self.return_type(written)),
            annotations: self.annotations(&written.annotations),
            span: written.span,
        }
    }

    fn return_type(&mut self, written: &csdl::ReturnType<'_>) -> ReturnType {
        ReturnType {
            type_ref: self.type_ref(&written.type_name),
            nullable: written.nullable,
            facets: facets(&written.facets),
            annotations: self.annotations(&written.annotations),
        }
    }

    fn check_return_types(&mut self, written: &csdl::Operation<'_>) {
        let name = &written.name.value;
        match written.return_types.as_slice() {
            [] if written.kind == csdl::OperationKind::Function => self.diagnostics.push(
                Diagnostic::warning(Code::Csdl, format!("function `{name}` has no return type"))
                    .at(written.name.span)
                    .help("a function must return a value; this one is treated as returning nothing"),
            ),
            [first, second, ..] => self.diagnostics.push(
                Diagnostic::error(Code::Duplicate, format!("operation `{name}` has two return types"))
                    .at(second.type_name.span)
                    .note("the first one is here", first.type_name.span),
            ),
            _ => {}
        }
    }
}
