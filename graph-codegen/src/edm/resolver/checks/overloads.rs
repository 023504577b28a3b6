use std::fmt::Write;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    edm::{
        ItemType, Model, Operation, OperationId, OperationKind, TypeRef, name_table::NameTable,
        resolver::declarations::Declarations,
    },
};

/// Reports overloads that a call cannot distinguish: actions with the same name and binding type, and functions with
/// the same name, binding type and parameter names. Functions that differ only in parameter names cause a warning,
/// although the specification forbids them, since requests pass arguments by name.
pub(super) fn check(model: &Model, declared: &Declarations<'_, '_>, diagnostics: &mut Diagnostics) {
    let mut signatures = Signatures::default();
    for (number, element) in (0u32..).zip(&model.index.elements.list) {
        if element.first_overload == element.last_overload {
            continue;
        }
        for id in model.index.elements.overloads(Some(element)) {
            signatures.check(number, id, model, declared, diagnostics);
        }
    }
}

#[derive(Default)]
struct Signatures {
    by_names: NameTable,
    by_types: NameTable,
    names_first: Vec<OperationId>,
    types_first: Vec<OperationId>,
    text: String,
}

impl Signatures {
    fn check(
        &mut self,
        element: u32,
        id: OperationId,
        model: &Model,
        declared: &Declarations<'_, '_>,
        diagnostics: &mut Diagnostics,
    ) {
        let operation = model.operation(id);
        self.write_names(operation);
        let (number, is_new) = self.by_names.insert(element, &self.text);
        if is_new {
            self.names_first.push(id);
        } else {
            let first = self.names_first[number as usize];
            diagnostics.push(repeated(id, first, model, declared));
            return;
        }
        if operation.kind == OperationKind::Action {
            return;
        }
        self.write_types(operation);
        let (number, is_new) = self.by_types.insert(element, &self.text);
        if is_new {
            self.types_first.push(id);
        } else {
            let first = self.types_first[number as usize];
            diagnostics.push(
                Diagnostic::warning(
                    Code::Duplicate,
                    format!("two overloads of `{}` differ only in their parameter names", operation.name),
                )
                .at(declared.operations[id.0 as usize].name.span)
                .note("the other overload is here", declared.operations[first.0 as usize].name.span),
            );
        }
    }

    fn write_binding(&mut self, operation: &Operation) {
        self.text.clear();
        self.text.push(match operation.kind {
            OperationKind::Action => 'a',
            OperationKind::Function => 'f',
        });
        if let Some(binding) = operation.binding_parameter() {
            write_type(&mut self.text, &binding.type_ref);
        }
    }

    fn write_names(&mut self, operation: &Operation) {
        self.write_binding(operation);
        if operation.kind == OperationKind::Function {
            let mut names: Vec<&str> = operation.call_parameters().iter().map(|given| given.name.as_str()).collect();
            names.sort_unstable();
            for name in names {
                self.text.push(',');
                self.text.push_str(name);
            }
        }
    }

    fn write_types(&mut self, operation: &Operation) {
        self.write_binding(operation);
        for parameter in operation.call_parameters() {
            self.text.push(',');
            write_type(&mut self.text, &parameter.type_ref);
        }
    }
}

fn write_type(text: &mut String, type_ref: &TypeRef) {
    text.push(if type_ref.is_collection { '*' } else { '.' });
    match &type_ref.item {
        ItemType::Primitive(primitive) => text.push_str(primitive.as_str()),
        ItemType::External(name) => text.push_str(name.as_str()),
        ItemType::Declared(id) => {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "{}", id.0);
        }
    }
}

fn repeated(id: OperationId, first: OperationId, model: &Model, declared: &Declarations<'_, '_>) -> Diagnostic {
    let operation = model.operation(id);
    let (kind, help) = match operation.kind {
        OperationKind::Action => ("action", "overloads of an action must differ in their binding type"),
        OperationKind::Function => {
            ("function", "overloads of a function must differ in their binding type or in their parameter names")
        }
    };
    Diagnostic::error(Code::Duplicate, format!("an overload of {kind} `{}` is declared twice", operation.name))
        .at(declared.operations[id.0 as usize].name.span)
        .note("the first declaration is here", declared.operations[first.0 as usize].name.span)
        .help(help)
}
