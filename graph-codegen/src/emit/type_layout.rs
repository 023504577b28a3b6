//! Types, laid out as rustfmt does by default.

use super::{expression::MAX_WIDTH, names::Names};
use crate::plan::RustType;

const INDENT: usize = 4;

/// Lays a type out on lines indented by `indent`, after `column` columns on the first line and before `tail` more on
/// the last.
pub(super) fn layout(rust_type: &RustType, names: Names<'_>, indent: usize, column: usize, tail: usize) -> String {
    let line = rust_type.text(&names);
    if column + line.chars().count() + tail <= MAX_WIDTH {
        return line;
    }
    let within = |before: &str, inner: &RustType| {
        format!("{before}{}", layout(inner, names, indent, column + before.len(), tail))
    };
    match rust_type {
        RustType::Generic(base, arguments) => {
            let mut text = base.text(&names);
            text.push_str("<\n");
            for argument in arguments {
                text.push_str(&" ".repeat(indent + INDENT));
                text.push_str(&layout(argument, names, indent + INDENT, indent + INDENT, 1));
                text.push_str(",\n");
            }
            text.push_str(&" ".repeat(indent));
            text.push('>');
            text
        }
        RustType::Reference(inner) => within("&", inner),
        RustType::Slice(item) => format!("[{}]", layout(item, names, indent, column + 1, tail + 1)),
        RustType::Impl(bound) => within("impl ", bound),
        RustType::Binding(name, bound) => within(&format!("{name} = "), bound),
        _ => line,
    }
}
