//! Declarations, laid out as rustfmt does by default.

use super::{
    code::{Code, width},
    expression::MAX_WIDTH,
    literal::escaped,
    names::Names,
    type_layout,
};
use crate::{
    naming::Identifier,
    plan::{GenericParameter, RustType, Signature},
};

/// The maximum width of a function's name and generic parameters on one line.
const GENERICS_WIDTH: usize = MAX_WIDTH - 4;

impl Code {
    /// Writes the head of a public method and opens its block.
    ///
    /// The head is one line if it fits, otherwise each parameter has a line.
    pub(super) fn method(&mut self, names: Names<'_>, name: &Identifier, signature: &Signature) {
        let start = self.text.len();
        self.indent();
        self.push(&["pub fn ", name.written()]);
        if !signature.generics.is_empty() {
            self.text.push('<');
            for (index, generic) in signature.generics.iter().enumerate() {
                self.text.push_str(if index > 0 { ", " } else { "" });
                write_generic(generic, names, &mut self.text);
            }
            self.text.push('>');
        }
        let head = start..self.text.len();
        self.text.push_str("(&self");
        for parameter in &signature.parameters {
            self.push(&[", ", parameter.name.written(), ": "]);
            parameter.declared.write(&names, &mut self.text);
        }
        self.text.push_str(") -> ");
        signature.returns.write(&names, &mut self.text);
        if width(&self.text[start..]) + 2 <= MAX_WIDTH {
            return self.end_open(&[" {"]);
        }
        let indent = self.indentation();
        if signature.generics.is_empty() || width(&self.text[head.clone()]) <= GENERICS_WIDTH {
            self.text.truncate(head.end);
            self.end_open(&["("]);
        } else {
            self.text.truncate(head.start);
            self.open(&["pub fn ", name.written(), "<"]);
            for generic in &signature.generics {
                self.indent();
                write_generic(generic, names, &mut self.text);
                self.end(&[","]);
            }
            self.indent_less();
            self.open(&[">("]);
        }
        self.line(&["&self,"]);
        for parameter in &signature.parameters {
            let name = parameter.name.written();
            // rustfmt counts columns from the indentation of the function.
            let column = indent + width(name) + 2;
            self.indent();
            self.push(&[name, ": "]);
            type_layout::write(&parameter.declared, names, indent + 4, column, 0, &mut self.text);
            self.end(&[","]);
        }
        self.indent_less();
        self.indent();
        self.text.push_str(") -> ");
        let start = self.text.len();
        type_layout::write(&signature.returns, names, indent, indent, 3, &mut self.text);
        let returns = &self.text[start..];
        // rustfmt counts the indentation twice.
        if !returns.contains('\n') && 2 * indent + ") -> ".len() + width(returns) + 2 > MAX_WIDTH {
            self.end(&[]);
            self.open(&["{"]);
        } else {
            self.end_open(&[" {"]);
        }
    }

    /// Writes the head of a trait implementation and opens its block.
    pub(super) fn implementation(&mut self, of: &str, for_type: &str) {
        if is_short_implementation(of, for_type) {
            return self.open(&["impl ", of, " for ", for_type, " {"]);
        }
        self.open(&["impl ", of]);
        self.line(&["for ", for_type]);
        self.indent_less();
        self.open(&["{"]);
    }

    /// Writes a trait implementation without items.
    pub(super) fn empty_implementation(&mut self, of: &str, for_type: &str) {
        if is_short_implementation(of, for_type) {
            return self.line(&["impl ", of, " for ", for_type, " {}"]);
        }
        self.implementation(of, for_type);
        self.close();
    }

    /// Writes the associated constant with a type's name in the metadata.
    pub(super) fn type_name(&mut self, names: Names<'_>, source: &str) {
        let declared = RustType::Plain("&'static str");
        self.constant(names, &["const TYPE_NAME"], &declared, &["\"", &escaped(source), "\""]);
    }

    /// Writes a constant, with its name and value in pieces: `pub const A: T = v;`.
    ///
    /// If that is too long for a line, the value is on a line of its own, or the type is on several.
    pub(super) fn constant(&mut self, names: Names<'_>, name: &[&str], declared: &RustType, value: &[&str]) {
        let indent = self.indentation();
        let value_width: usize = value.iter().map(|piece| width(piece)).sum();
        let start = self.text.len();
        self.indent();
        self.push(name);
        let colon = self.text.len();
        self.text.push_str(": ");
        declared.write(&names, &mut self.text);
        let column = width(&self.text[start..]);
        // rustfmt does not break a line if the value would still be too long.
        let is_long = indent + 4 + value_width + 1 > MAX_WIDTH;
        if column + 3 + value_width < MAX_WIDTH || is_long {
            self.text.push_str(" = ");
            self.push(value);
            return self.end(&[";"]);
        }
        if column + 2 <= MAX_WIDTH {
            self.end(&[" ="]);
            self.indent_more();
            self.indent();
            self.push(value);
            self.end(&[";"]);
            return self.indent_less();
        }
        let column = width(&self.text[start..colon]) + 2;
        self.text.truncate(colon + 2);
        type_layout::write(declared, names, indent, column, 3, &mut self.text);
        let first = self.text[colon + 2..].lines().next().map_or(0, width);
        if column + first < MAX_WIDTH {
            self.text.push_str(" = ");
            self.push(value);
            return self.end(&[";"]);
        }
        self.text.truncate(colon);
        self.end(&[":"]);
        self.indent_more();
        self.indent();
        type_layout::write(declared, names, indent + 4, indent + 4, 3, &mut self.text);
        let last = self.text.lines().next_back().map_or(0, width);
        if last + 3 + value_width < MAX_WIDTH {
            self.text.push_str(" = ");
        } else {
            self.end(&[" ="]);
            self.indent();
        }
        self.push(value);
        self.end(&[";"]);
        self.indent_less();
    }

    /// Writes a public field.
    ///
    /// If it is too long for a line, the type is on a line of its own.
    pub(super) fn field(&mut self, names: Names<'_>, name: &Identifier, declared: &RustType) {
        let start = self.text.len();
        self.indent();
        self.push(&["pub ", name.written(), ":"]);
        let colon = self.text.len();
        self.text.push(' ');
        declared.write(&names, &mut self.text);
        if width(&self.text[start..]) < MAX_WIDTH {
            return self.end(&[","]);
        }
        self.text.truncate(colon);
        self.end(&[]);
        self.indent_more();
        self.indent();
        let indent = self.indentation();
        type_layout::write(declared, names, indent, indent, 1, &mut self.text);
        self.end(&[","]);
        self.indent_less();
    }

    /// Writes a tuple struct or variant with one field, its terminator and a comment.
    pub(super) fn tuple(&mut self, name: &str, field: &str, end: &str, comment: &str) {
        if self.indentation() + width(name) + width(field) + 3 <= MAX_WIDTH {
            self.indent();
            self.push(&[name, "(", field, ")", end]);
            return self.end_with_comment(comment);
        }
        self.open(&[name, "("]);
        self.line(&[field, ","]);
        self.indent_less();
        self.indent();
        self.push(&[")", end]);
        self.end_with_comment(comment);
    }
}

/// Whether the head of an implementation fits on a line.
fn is_short_implementation(of: &str, for_type: &str) -> bool {
    // rustfmt does not count the indentation here.
    "impl  for  {".len() + width(of) + width(for_type) <= MAX_WIDTH
}

fn write_generic(generic: &GenericParameter, names: Names<'_>, text: &mut String) {
    text.push_str(generic.name);
    if let Some(bound) = &generic.bound {
        text.push_str(": ");
        bound.write(&names, text);
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Names};
    use crate::{
        naming::Identifier,
        plan::{Parameter, RustType, Signature},
    };

    #[test]
    fn methods_are_one_line_or_a_parameter_a_line() {
        let (names, mut code) = (Names { modules: &[] }, Code::new(""));
        let name = |name: &str| Identifier::forced(name);
        let short = Signature::returning(RustType::Plain("B"));
        code.method(names, &name("a"), &short);
        code.close();
        let long = RustType::Custom("C".repeat(90));
        code.method(names, &name("a"), &short.with(Parameter::new(name("c"), long.clone(), long)));
        code.close();
        let expected =
            format!("pub fn a(&self) -> B {{\n}}\npub fn a(\n    &self,\n    c: {},\n) -> B {{\n}}\n", "C".repeat(90));
        assert_eq!(code.finish(), expected);
    }

    #[test]
    fn constants_break_after_the_equals_sign_and_then_in_the_type() {
        let (names, mut code) = (Names { modules: &[] }, Code::new(""));
        let of = |length: usize| RustType::runtime_of("Property", RustType::Custom("T".repeat(length)));
        code.constant(names, &["pub const A"], &of(60), &["rt::property(\"a\")"]);
        code.constant(names, &["pub const A"], &of(90), &["rt::property(\"a\")"]);
        let expected = format!(
            "pub const A: rt::Property<{}> =\n    rt::property(\"a\");\n\
             pub const A: rt::Property<\n    {},\n> = rt::property(\"a\");\n",
            "T".repeat(60),
            "T".repeat(90)
        );
        assert_eq!(code.finish(), expected);
    }
}
