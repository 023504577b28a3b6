//! Declarations, laid out as rustfmt does by default.

use super::{
    code::{Code, literal},
    expression::MAX_WIDTH,
    names::Names,
    type_layout,
};
use crate::{
    naming::Identifier,
    plan::{RustType, Signature},
};

/// The maximum width of a function's name and generic parameters on one line.
const GENERICS_WIDTH: usize = MAX_WIDTH - 4;

impl Code {
    /// Writes the head of a public method and opens its block.
    ///
    /// The head is one line if it fits, otherwise each parameter has a line.
    pub(super) fn method(&mut self, names: Names<'_>, name: &Identifier, signature: &Signature) {
        let indent = self.indentation();
        let generics: Vec<String> = signature
            .generics
            .iter()
            .map(|parameter| match &parameter.bound {
                None => parameter.name.to_owned(),
                Some(bound) => format!("{}: {}", parameter.name, bound.text(&names)),
            })
            .collect();
        let mut head = format!("pub fn {}", name.written());
        if !generics.is_empty() {
            head.push_str(&format!("<{}>", generics.join(", ")));
        }
        let mut line = format!("{head}(&self");
        for parameter in &signature.parameters {
            line.push_str(&format!(", {}: ", parameter.name.written()));
            parameter.declared.write(&names, &mut line);
        }
        line.push_str(") -> ");
        signature.returns.write(&names, &mut line);
        if indent + width(&line) + 2 <= MAX_WIDTH {
            self.open(&[&line, " {"]);
            return;
        }
        if generics.is_empty() || indent + width(&head) <= GENERICS_WIDTH {
            self.open(&[&head, "("]);
        } else {
            self.open(&["pub fn ", name.written(), "<"]);
            generics.iter().for_each(|generic| self.line(&[generic, ","]));
            self.indent_less();
            self.open(&[">("]);
        }
        self.line(&["&self,"]);
        for parameter in &signature.parameters {
            let before = format!("{}: ", parameter.name.written());
            // rustfmt counts columns from the indentation of the function.
            let column = indent + width(&before);
            let declared = type_layout::layout(&parameter.declared, names, indent + 4, column, 0);
            self.line(&[&before, &declared, ","]);
        }
        self.indent_less();
        let returns = type_layout::layout(&signature.returns, names, indent, indent, 3);
        // rustfmt counts the indentation twice.
        if !returns.contains('\n') && 2 * indent + ") -> ".len() + width(&returns) + 2 > MAX_WIDTH {
            self.line(&[") -> ", &returns]);
            self.open(&["{"]);
        } else {
            self.open(&[") -> ", &returns, " {"]);
        }
    }

    /// Writes the head of a trait implementation and opens its block.
    pub(super) fn implementation(&mut self, of: &str, for_type: &str) {
        let line = format!("impl {of} for {for_type} {{");
        // rustfmt does not count the indentation here.
        if width(&line) <= MAX_WIDTH {
            self.open(&[&line]);
            return;
        }
        self.open(&["impl ", of]);
        self.line(&["for ", for_type]);
        self.indent_less();
        self.open(&["{"]);
    }

    /// Writes a trait implementation without items.
    pub(super) fn empty_implementation(&mut self, of: &str, for_type: &str) {
        let line = format!("impl {of} for {for_type} {{");
        // rustfmt does not count the indentation here.
        if width(&line) <= MAX_WIDTH {
            self.line(&[&line, "}"]);
            return;
        }
        self.implementation(of, for_type);
        self.close();
    }

    /// Writes the associated constant with a type's name in the metadata.
    pub(super) fn type_name(&mut self, names: Names<'_>, source: &str) {
        self.constant(names, "const TYPE_NAME", &RustType::Plain("&'static str"), &literal(source));
    }

    /// Writes a constant: `pub const A: T = v;`.
    ///
    /// If that is too long for a line, the value is on a line of its own, or the type is on several.
    pub(super) fn constant(&mut self, names: Names<'_>, name: &str, declared: &RustType, value: &str) {
        let indent = self.indentation();
        let line = declared.text(&names);
        let column = indent + name.len() + 2;
        // rustfmt does not break a line if the value would still be too long.
        let is_long = indent + 4 + value.len() + 1 > MAX_WIDTH;
        if column + line.len() + 3 + value.len() < MAX_WIDTH || is_long {
            self.line(&[name, ": ", &line, " = ", value, ";"]);
        } else if column + line.len() + 2 <= MAX_WIDTH {
            self.line(&[name, ": ", &line, " ="]);
            self.indent_more();
            self.line(&[value, ";"]);
            self.indent_less();
        } else {
            let laid_out = type_layout::layout(declared, names, indent, column, 3);
            let first = laid_out.lines().next().map_or(0, str::len);
            if column + first < MAX_WIDTH {
                self.line(&[name, ": ", &laid_out, " = ", value, ";"]);
                return;
            }
            self.line(&[name, ":"]);
            self.indent_more();
            let laid_out = type_layout::layout(declared, names, indent + 4, indent + 4, 3);
            let last = if laid_out.contains('\n') { indent + 5 } else { indent + 4 + laid_out.len() };
            if last + 3 + value.len() < MAX_WIDTH {
                self.line(&[&laid_out, " = ", value, ";"]);
            } else {
                self.line(&[&laid_out, " ="]);
                self.line(&[value, ";"]);
            }
            self.indent_less();
        }
    }

    /// Writes a field.
    ///
    /// If it is too long for a line, the type is on a line of its own.
    pub(super) fn field(&mut self, names: Names<'_>, name: &str, declared: &RustType) {
        let indent = self.indentation();
        let line = declared.text(&names);
        if indent + name.len() + 2 + line.len() < MAX_WIDTH {
            self.line(&[name, ": ", &line, ","]);
            return;
        }
        self.line(&[name, ":"]);
        self.indent_more();
        let declared = type_layout::layout(declared, names, indent + 4, indent + 4, 1);
        self.line(&[&declared, ","]);
        self.indent_less();
    }

    /// Writes a tuple struct or variant with one field, its terminator and a comment.
    pub(super) fn tuple(&mut self, name: &str, field: &str, end: &str, comment: &str) {
        if self.indentation() + width(name) + width(field) + 3 <= MAX_WIDTH {
            self.comment_line(&[name, "(", field, ")", end], comment);
            return;
        }
        self.open(&[name, "("]);
        self.line(&[field, ","]);
        self.indent_less();
        self.comment_line(&[")", end], comment);
    }
}

/// The width of a text, in columns.
fn width(text: &str) -> usize {
    text.chars().count()
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
        let (names, mut code) = (Names { modules: &[] }, Code::default());
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
        let (names, mut code) = (Names { modules: &[] }, Code::default());
        let of = |length: usize| RustType::runtime_of("Property", RustType::Custom("T".repeat(length)));
        code.constant(names, "pub const A", &of(60), "rt::property(\"a\")");
        code.constant(names, "pub const A", &of(90), "rt::property(\"a\")");
        let expected = format!(
            "pub const A: rt::Property<{}> =\n    rt::property(\"a\");\n\
             pub const A: rt::Property<\n    {},\n> = rt::property(\"a\");\n",
            "T".repeat(60),
            "T".repeat(90)
        );
        assert_eq!(code.finish(), expected);
    }
}
